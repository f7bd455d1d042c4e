//! The act of a stage: which fields it needs, and what they mean in a plan.
//!
//! Must never give a field a silent default where a person would expect to be asked.
//!
//! A new act: its word and fields in `files/lifecycle.rs` ([`ActName`]), its meaning in `model.rs`, its check here, where it
//! leads in `lifecycle.rs`, whether a person acts in it in `graph.rs`, its work in the engine; then the schemas, the table of
//! acts in `workflows/README.md`, and a fixture in `tests/definitions`.
#![deny(missing_docs)]

use crate::definition::check::expression;
use crate::definition::check::head::Head;
use crate::definition::files::lifecycle::{ActName, JoinField, Names, RuleField, StageEntry, UntilName};
use crate::definition::mistake::Code;
use crate::definition::model::{Acceptor, Act, Approval, ApprovalRule, Join, Recipient, Reporting, WaitUntil};
use crate::definition::shape::Desk;
use crate::definition::source::{Placed, Span};
use crate::definition::suggest;
use crate::words::ids::{JournalKey, RoleKey, StageKey};

/// Checks the act of `entry`; `stages` are the names of all stages.
pub fn check(entry: &StageEntry, stages: &[&str], head: Option<&Head>, desk: &mut Desk<'_>) -> Option<Act> {
    let act = entry.act.as_ref()?;
    let mut bench = Bench {
        entry,
        stages,
        head,
        desk,
        act: act.span,
    };
    bench.refuse_foreign_fields(act.value);
    match act.value {
        ActName::Issue => bench.issue(),
        ActName::Approve => bench.approve().map(Act::Approve),
        ActName::Report => bench.report().map(Act::Report),
        ActName::Wait => bench.wait(),
        ActName::Notify => bench.notify(),
        ActName::Decide => bench.decide(),
        ActName::End => bench.end(),
    }
}

struct Bench<'a, 'd, 's> {
    entry: &'a StageEntry,
    stages: &'a [&'a str],
    head: Option<&'a Head>,
    desk: &'d mut Desk<'s>,
    act: Span,
}

impl<'a> Bench<'a, '_, '_> {
    fn refuse_foreign_fields(&mut self, act: ActName) {
        for field in &self.entry.written {
            let own: Vec<&str> = act.required().iter().chain(act.optional()).copied().collect();
            if !["title", "act"].contains(&field.value.as_str()) && !own.contains(&field.value.as_str()) {
                let message = format!("поле `{}` не относится к действию `{}`", field.value, act.name());
                self.desk.advise(
                    field.span,
                    Code::FieldOfAnotherAct,
                    message,
                    format!("у `{}` бывают: {}", act.name(), own.join(", ")),
                );
            }
        }
    }

    fn need<T>(&mut self, field: Option<&'a T>, name: &str) -> Option<&'a T> {
        // A field that is written but could not be read has been told already.
        if field.is_none() && !self.entry.written.iter().any(|written| written.value == name) {
            self.desk.wrong(
                self.act,
                Code::MissingField,
                format!("этой стадии не хватает поля `{name}`"),
            );
        }
        field
    }

    fn stage(&mut self, field: Option<&'a Placed<String>>, name: &str) -> Option<StageKey> {
        let target = self.need(field, name)?;
        if self.stages.contains(&target.value.as_str()) {
            return Some(StageKey(target.value.clone()));
        }
        let help = suggest::among(&target.value, self.stages.iter().copied(), "стадии");
        self.desk.advise(
            target.span,
            Code::UnknownStage,
            format!("нет стадии `{}`", target.value),
            help,
        );
        None
    }

    fn role(&mut self, name: &Placed<String>) -> Option<RoleKey> {
        match self.head {
            Some(head) => head.role(name, self.desk),
            None => Some(RoleKey(name.value.clone())),
        }
    }

    fn only_role(&mut self) -> Option<RoleKey> {
        let Names(names) = self.need(self.entry.by.as_ref(), "by")?;
        let [name] = names.as_slice() else {
            self.desk
                .wrong(self.act, Code::WrongValue, "здесь в поле `by` должна быть одна роль");
            return None;
        };
        self.role(name)
    }

    fn issue(&mut self) -> Option<Act> {
        let by = self.only_role();
        let document = self
            .need(self.entry.document.as_ref(), "document")
            .map(|slot| slot.value.clone());
        let next = self.stage(self.entry.next.as_ref(), "next");
        Some(Act::Issue {
            by: by?,
            document: document?,
            next: next?,
        })
    }

    fn approve(&mut self) -> Option<Approval> {
        let names = self
            .need(self.entry.by.as_ref(), "by")
            .map_or(&[][..], |names| &names.0);
        let by: Vec<RoleKey> = names.iter().filter_map(|name| self.role(name)).collect();
        for (at, name) in names.iter().enumerate() {
            if names[..at].iter().any(|before| before.value == name.value) {
                self.desk.wrong(
                    name.span,
                    Code::DuplicateKey,
                    format!("роль `{}` названа дважды", name.value),
                );
            }
        }
        let rule = match self.entry.rule.as_ref().map(|rule| rule.value) {
            None | Some(RuleField::Sequence) => ApprovalRule::Sequence,
            Some(RuleField::All) => ApprovalRule::All,
            Some(RuleField::Any) => ApprovalRule::Any,
            Some(RuleField::Quorum(quorum)) => ApprovalRule::Quorum(quorum),
        };
        if let (ApprovalRule::Quorum(quorum), Some(field)) = (rule, &self.entry.rule)
            && (quorum == 0 || usize::try_from(quorum).is_ok_and(|quorum| quorum > names.len()))
        {
            let message = format!("кворум {quorum}, а утверждающих {}", names.len());
            self.desk.advise(
                field.span,
                Code::Quorum,
                message,
                format!("кворум — от 1 до {}", names.len()),
            );
        }
        let journal = self
            .need(self.entry.journal.as_ref(), "journal")
            .and_then(|name| match self.head {
                Some(head) => head.journal(name, self.desk),
                None => Some(JournalKey(name.value.clone())),
            });
        let approved = self.stage(self.entry.approved.as_ref(), "approved");
        let returned = self.stage(self.entry.returned.as_ref(), "returned");
        let complete = !by.is_empty() && by.len() == names.len();
        complete.then_some(Approval {
            by,
            rule,
            journal: journal?,
            approved: approved?,
            returned: returned?,
        })
    }

    fn report(&mut self) -> Option<Reporting> {
        if let Some(Names(names)) = &self.entry.by
            && let Some(name) = names.iter().find(|name| name.value != "executors")
        {
            self.desk.advise(
                name.span,
                Code::WrongValue,
                format!("отчитываются исполнители пункта, а не `{}`", name.value),
                "запишите by: executors или уберите поле",
            );
        }
        let accept = self.acceptor();
        let (remind, overdue) = (self.remind(), self.overdue());
        let next = self.stage(self.entry.next.as_ref(), "next");
        Some(Reporting {
            accept: accept?,
            remind,
            overdue: overdue?,
            done: match self.entry.done.as_ref().map(|done| done.value) {
                None | Some(JoinField::All) => Join::All,
                Some(JoinField::Share(share)) => Join::Share(share),
                Some(JoinField::Count(count)) => Join::Count(count),
            },
            rework_max: self.entry.rework_max.as_ref().map(|max| max.value),
            co_executors_before_days: self.entry.co_executors_before.as_ref().map_or(0, |days| days.value),
            next: next?,
        })
    }

    fn acceptor(&mut self) -> Option<Acceptor> {
        let accept = self.need(self.entry.accept.as_ref(), "accept")?;
        if accept.value == "lead" {
            let then = self.need(self.entry.then.as_ref(), "then")?;
            return self.role(then).map(|then| Acceptor::Lead { then });
        }
        if let Some(then) = &self.entry.then {
            self.desk.advise(
                then.span,
                Code::FieldOfAnotherAct,
                "поле `then` нужно только при accept: lead",
                "уберите его",
            );
        }
        self.role(accept).map(Acceptor::Role)
    }

    fn remind(&mut self) -> Vec<i32> {
        let offsets = self.entry.remind.as_deref().unwrap_or_default();
        for offset in offsets.iter().filter(|offset| offset.days > 0) {
            self.desk.advise(
                offset.span,
                Code::Reminders,
                "напоминание стоит после срока",
                "после срока говорит поле overdue",
            );
        }
        for pair in offsets.windows(2).filter(|pair| pair[0].days >= pair[1].days) {
            self.desk.advise(
                pair[1].span,
                Code::Reminders,
                "напоминания должны идти по порядку дней",
                "сначала более раннее: [-3wd, 0wd]",
            );
        }
        offsets.iter().map(|offset| offset.days).collect()
    }

    fn overdue(&mut self) -> Option<Vec<(i32, Recipient)>> {
        let steps = self.entry.overdue.as_deref().unwrap_or_default();
        for step in steps.iter().filter(|step| step.offset.days <= 0) {
            self.desk.advise(
                step.offset.span,
                Code::Reminders,
                "просрочка наступает не раньше чем через день после срока",
                "до срока и в день срока говорит поле remind",
            );
        }
        for pair in steps
            .windows(2)
            .filter(|pair| pair[0].offset.days > pair[1].offset.days)
        {
            self.desk.advise(
                pair[1].offset.span,
                Code::Reminders,
                "дни просрочки должны идти по порядку",
                "сначала более ранний: [1wd, 3wd: head]",
            );
        }
        let recipients = steps.iter().map(|step| {
            let recipient = match step.role.as_ref() {
                Some(role) => self.recipient(role)?,
                None => Recipient::Executor,
            };
            Some((step.offset.days, recipient))
        });
        recipients.collect::<Vec<_>>().into_iter().collect()
    }

    fn recipient(&mut self, name: &Placed<String>) -> Option<Recipient> {
        if ["executors", "executor"].contains(&name.value.as_str()) {
            return Some(Recipient::Executor);
        }
        self.role(name).map(Recipient::Role)
    }

    fn wait(&mut self) -> Option<Act> {
        let until = self
            .need(self.entry.until.as_ref(), "until")
            .map(|until| match until.value {
                UntilName::Date => WaitUntil::Date,
                UntilName::Predecessors => WaitUntil::Predecessors,
                UntilName::Start => WaitUntil::Start,
            });
        let next = self.stage(self.entry.next.as_ref(), "next");
        Some(Act::Wait {
            until: until?,
            next: next?,
        })
    }

    fn notify(&mut self) -> Option<Act> {
        let to = self
            .need(self.entry.to.as_ref(), "to")
            .and_then(|to| self.recipient(to));
        let text = self
            .need(self.entry.text.as_ref(), "text")
            .filter(|text| expression::template(text, self.desk));
        let next = self.stage(self.entry.next.as_ref(), "next");
        Some(Act::Notify {
            to: to?,
            text: text?.value.clone(),
            next: next?,
        })
    }

    fn decide(&mut self) -> Option<Act> {
        let branches = self
            .need(self.entry.branches.as_ref(), "branches")
            .map_or(&[][..], |branches| &branches[..]);
        let mut checked = Vec::new();
        for branch in branches {
            let holds = branch.when.as_ref().filter(|when| expression::guard(when, self.desk));
            let next = branch.next.as_ref().and_then(|next| self.stage(Some(next), "next"));
            checked.extend(holds.zip(next).map(|(when, next)| (when.value.clone(), next)));
        }
        let otherwise = self.stage(self.entry.otherwise.as_ref(), "otherwise");
        let complete = !branches.is_empty() && checked.len() == branches.len();
        complete.then_some(Act::Decide {
            branches: checked,
            otherwise: otherwise?,
        })
    }

    fn end(&mut self) -> Option<Act> {
        if self.entry.by.is_none() {
            return Some(Act::End { by: None });
        }
        self.only_role().map(|by| Act::End { by: Some(by) })
    }
}
