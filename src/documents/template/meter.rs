//! Weighs what a template gives a name to: lists must not grow out of lists, nor lie in one another without end.
//!
//! The expression engine counts steps and text, but prints, hashes and drops nested values by recursion. Must never
//! recurse itself.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, State};

use super::filters::wrong;

/// Records and fields in a value that gets a name; a 3,000-row order with all its fields has a tenth.
const NODES_MAX: usize = 200_000;
/// Lists and records within one another; papers nest under five.
const DEPTH_MAX: usize = 16;
/// Looking at so many costs as much as one step of the engine.
const NODES_FOR_A_STEP: usize = 10;

/// The value itself, unless no paper needs one of its size.
pub(super) fn metered(state: &State, value: &Value) -> Result<Value, Error> {
    let mut nodes = 0;
    let mut open = vec![(value.clone(), 1)];
    while let Some((value, depth)) = open.pop() {
        if !matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable | ValueKind::Map) {
            continue;
        }
        if depth > DEPTH_MAX {
            return Err(wrong(format!("списки вложены друг в друга глубже {DEPTH_MAX} раз")));
        }
        for key in value.try_iter()? {
            nodes += 1;
            if nodes > NODES_MAX {
                return Err(wrong(format!(
                    "список с {NODES_MAX} значений и больше нельзя назвать в set"
                )));
            }
            let inner = if value.kind() == ValueKind::Map {
                value.get_item(&key)?
            } else {
                key
            };
            open.push((inner, depth + 1));
        }
    }
    state.consume_fuel(u64::try_from(nodes / NODES_FOR_A_STEP).unwrap_or(u64::MAX))?;
    Ok(value.clone())
}
