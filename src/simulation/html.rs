//! A simulation as one page that needs nothing else: no script, no address, good on paper.
//!
//! Must never put a text of the plan into the page unescaped.

use super::view::View;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

/// The page.
///
/// # Errors
/// When the page names what the view does not have: a fault of the product.
pub fn page(view: &View) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let tags = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?;
    environment.set_syntax(tags);
    environment.add_template("simulation", include_str!("page.html"))?;
    environment.get_template("simulation")?.render(Value::from(Serde(view)))
}
