//! The rules by which a push believes something, each with a way to do without it.

/// A rule, and the source that makes it.
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) prevents: &'static str,
    pub(super) file: &'static str,
    pub(super) before: &'static str,
    /// What stands there where the rule does not hold.
    pub(super) after: &'static str,
}

const fn rule(
    name: &'static str,
    prevents: &'static str,
    file: &'static str,
    before: &'static str,
    after: &'static str,
) -> Rule {
    Rule { name, prevents, file, before, after }
}

const KNOWLEDGE: &str = "src/push/knowledge.rs";
const COMMENTS: &str = "src/push/knowledge/comments.rs";
const CHECK: &str = "src/push/check.rs";
const VERDICT: &str = "src/push/verdict.rs";
const DECIDE: &str = "src/push/decide.rs";
const READ: &str = "src/push/machine/read.rs";
const TROUBLE: &str = "src/push/machine/trouble.rs";

pub(super) const RULES: [Rule; 25] = [
    rule(
        "an entry counts where its author is known, or the case agrees",
        "a stranger's line takes the place of a comment",
        COMMENTS,
        "self.trusts(author.as_ref()) || self.case_says_pushed(comment, sent.at),",
        "true,",
    ),
    rule(
        "an unproved entry is asked about",
        "what is there, and cannot be proved, is sent again",
        VERDICT,
        "if claims.is_empty() || options.if_unverified == IfUnverified::SendAgain {",
        "if true {",
    ),
    rule(
        "of an edited comment only the time of the version itself counts",
        "an edit is never sent, since a clock or an old page says that it was",
        COMMENTS,
        "if is_edited { pushed == at } else { pushed >= at }",
        "{ let _ = is_edited; pushed >= at || pushed <= at }",
    ),
    rule(
        "entries of the connector's own account count",
        "a person is asked about what we have written",
        KNOWLEDGE,
        "is(&self.creator) || own() || self.colleagues",
        "is(&self.creator) || (false && own()) || self.colleagues",
    ),
    rule(
        "accounts that a person has named are ours",
        "a person is asked about a colleague again and again",
        KNOWLEDGE,
        "own() || self.colleagues.has(author)",
        "own()",
    ),
    rule(
        "a right check value counts",
        "those who have the recognition key are asked about each other",
        CHECK,
        "(of_entry(key, of, &said) == said.check).then_some",
        "(of_entry(key, of, &said) == said.check && false).then_some",
    ),
    rule(
        "a wrong one does not",
        "a line that was copied takes the place of a comment",
        CHECK,
        "(of_entry(key, of, &said) == said.check).then_some",
        "(of_entry(key, of, &said) == said.check || true).then_some",
    ),
    rule(
        "an answer about one incident is not one about the next",
        "a second incident, where the first that is found is somebody else's",
        VERDICT,
        "IfForeign::Create) if !known.has_passed_over",
        "IfForeign::Create) if true",
    ),
    rule(
        "a marked incident counts where its creator is known",
        "a stranger's incident is taken over",
        VERDICT,
        "        _ => Verdict::Claimed,\n    }\n}\n\nfn shows",
        "        _ => Verdict::Proved,\n    }\n}\n\nfn shows",
    ),
    rule(
        "an incident of this place that the case names is not passed over",
        "a second incident, where the first has lost its mark",
        VERDICT,
        "(Candidate::Named(_), false, _) if !by_this() && !candidate.origin().marks.contains(&goal.mark) => {",
        "(Candidate::Named(_), false, _) | (Candidate::Named(_), true, Shows::Nothing) if !by_this() && !candidate.origin().marks.contains(&goal.mark) => {",
    ),
    rule(
        "before a create the incident is looked for by its mark",
        "a second browser makes a second incident",
        DECIDE,
        "    if known.looked == Looked::Nowhere {\n        return Decision::Read(Read::Lookup",
        "    if false {\n        return Decision::Read(Read::Lookup",
    ),
    rule(
        "after a create it is looked for by its mark",
        "a mark that is not kept is noticed only by a second incident",
        READ,
        "if unmarked && self.options.if_unmarked",
        "if false && unmarked && self.options.if_unmarked",
    ),
    rule(
        "so it is where a person has named it",
        "the same, after a lost answer",
        KNOWLEDGE,
        "receipt.evidence == Evidence::Answered || was_open",
        "receipt.evidence == Evidence::Answered",
    ),
    rule(
        "that no mark is found proves nothing where one of our incidents has none",
        "a second incident, where a mark is dropped and an answer lost",
        TROUBLE,
        "if proof { self.look_without_mark() } else { self.look_at_newest() }",
        "!proof && self.look_at_newest()",
    ),
    rule(
        "absence is concluded after the time limit and the looks",
        "a slow write is sent twice",
        TROUBLE,
        "let longest = TIME_LIMIT_MS + looks.iter().sum::<u32>();",
        "let longest = TIME_LIMIT_MS.min(0) + looks.iter().take(0).sum::<u32>();",
    ),
    rule(
        "a write without an answer is looked for",
        "what was carried out is sent again",
        TROUBLE,
        "if certainty(&error) == Certainty::Unknown {",
        "if false && certainty(&error) == Certainty::Unknown {",
    ),
    rule(
        "an update without an answer is looked for too",
        "one that is late takes the place of a later one",
        KNOWLEDGE,
        "        if let OwnAccount::Known(account) = connector",
        "        if known.open.as_ref().is_some_and(|open| open.step == Step::Update) {\n            known.open = None;\n        }\n        if let OwnAccount::Known(account) = connector",
    ),
    rule(
        "where comments cannot be read nothing is concluded from it",
        "comments that another browser has sent are sent again",
        DECIDE,
        "&& !known.comments_readable && !is_settled",
        "&& !known.comments_readable && !is_settled && false",
    ),
    rule(
        "a text that this browser did not leave there is asked about",
        "somebody's edit is overwritten",
        "src/push/drift.rs",
        "is_text && base.map_or_else(",
        "is_text && false && base.map_or_else(",
    ),
    rule(
        "our own changed text is sent whatever it looks like",
        "a word that is no longer struck out stays struck out",
        "src/push/update.rs",
        "Some(theirs) if is_written(context, name, value, theirs) => continue,",
        "Some(theirs) if same_field(context, name, value, theirs) || is_written(context, name, value, theirs) => continue,",
    ),
    rule(
        "an old copy of a case takes nothing back",
        "an earlier version of a comment is sent after a later one",
        COMMENTS,
        "if sent.at > comment.version_at {\n            return None;",
        "if false {\n            return None;",
    ),
    rule(
        "after an entry of an earlier version comes an edit",
        "edits come in the order of their comments",
        COMMENTS,
        "let at = if had_earlier { comment.version_at } else { comment.created_at };",
        "let _ = had_earlier;\n            let at = comment.created_at;",
    ),
    rule(
        "a version from before its comment never was",
        "a stranger's line puts a comment behind later ones",
        COMMENTS,
        "let may_be = comment.created_at..comment.version_at;",
        "let may_be = i64::MIN..comment.version_at;",
    ),
    rule(
        "whoever finds what another browser has sent has not made the incident",
        "observables are added again",
        KNOWLEDGE,
        "self.alerts_seen.iter().all(|(total, _)| self.alerts_recorded.contains(total))",
        "true",
    ),
    rule(
        "what was sent last stands there only where nobody has pushed since",
        "a title that was put back is never sent",
        KNOWLEDGE,
        "external.pushed_at != completed_at",
        "false && external.pushed_at != completed_at",
    ),
];
