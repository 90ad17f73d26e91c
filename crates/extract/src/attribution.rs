//! Who says so: sources, cues and contents, sentence by sentence, with sources told again recognised.
//!
//! A report is a cue ("said", "according to") with its source and the span of what is said. A trigger
//! inside a report's content is said by its source; nested reports are voices of voices, outermost
//! first. Words outside every report belong to the report itself.

use casus_annotate::{Annotated, Annotation};
use casus_lexicon::CueKind;
use casus_model::{Count, Dep, DraftVoice, Mention, Pos, SourceKind, Span, Tag, Words};

/// A cue with its sources and what they say.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    voices: Vec<DraftVoice>,
    content: Vec<Span>,
}

impl Report {
    /// The sources.
    pub fn voices(&self) -> &[DraftVoice] {
        &self.voices
    }

    /// What they say.
    pub fn content(&self) -> &[Span] {
        &self.content
    }
}

/// The reports of every sentence.
pub(crate) fn voices(annotation: &Annotation) -> Vec<Vec<Report>> {
    let mut sources = Sources::default();
    let mut all: Vec<Vec<Report>> = Vec::new();
    for sentence in &annotation.sentences {
        let mut reports = Vec::new();
        for token in 0..sentence.len() {
            reports.extend(report(sentence, token, &mut sources));
        }
        if reports.is_empty() {
            reports.extend(continued(annotation, sentence, &all));
        }
        all.push(reports);
    }
    sources.settle(&mut all);
    all
}

/// The voices over a trigger, outermost first.
pub(crate) fn voices_over(reports: &[Report], trigger: Span) -> Vec<DraftVoice> {
    let covers = |report: &&Report| report.content.iter().any(|span| span.contains(trigger));
    let mut over: Vec<&Report> = reports.iter().filter(covers).collect();
    over.sort_by_key(|report| usize::MAX - report.content.iter().map(|span| span.len()).sum::<usize>());
    let mut voices: Vec<DraftVoice> = Vec::new();
    let mut outer = None;
    for report in over {
        let from = voices.len();
        for voice in &report.voices {
            if !voices.iter().any(|known| known.identity == voice.identity) {
                voices.push(DraftVoice { via: outer, content: report.content.clone(), ..voice.clone() });
            }
        }
        if voices.len() > from {
            outer = Some(from);
        }
    }
    voices
}

/// The report that a token opens, if it is a cue.
fn report(sentence: &Annotated, token: u32, sources: &mut Sources) -> Option<Report> {
    let cue = sentence.lexicon.words.cue(sentence.lemma(token))?;
    match cue.kind {
        CueKind::According => according(sentence, token, sources),
        CueKind::Speak | CueKind::Show => spoken(sentence, token, sources),
        CueKind::Quote => quoted(sentence, token, sources),
        CueKind::Learn => None,
    }
}

/// "according to X": at an edge of the sentence it covers all of it, inside it its own clause.
fn according(sentence: &Annotated, token: u32, sources: &mut Sources) -> Option<Report> {
    let to = sentence.children_by(token, Dep::Prep).find(|preposition| sentence.lower(*preposition) == "to")?;
    let heads = sentence.objects_of(to);
    let cue = sentence.span(token, to + 1).words(sentence.text);
    let (left, right) = (sentence.tree.left(token), sentence.tree.right(token));
    let at_edge = left <= 1 || right + 2 >= sentence.len();
    let head = sentence.token(token).head;
    let (first, last) =
        if at_edge { (0, sentence.len() - 1) } else { (sentence.tree.left(head), sentence.tree.right(head)) };
    let content = around(sentence, first, last, left, right);
    finish(sentence, &heads, Some(cue), content, sources)
}

/// "X said that …", "…, X said", "“…,” said X".
fn spoken(sentence: &Annotated, verb: u32, sources: &mut Sources) -> Option<Report> {
    if sentence.token(verb).pos != Pos::Verb {
        return None;
    }
    let clause = sentence.clause(verb);
    if clause.passive || clause.negated || clause.subjects.is_empty() {
        return None;
    }
    let content = content(sentence, verb);
    if content.is_empty() {
        return None;
    }
    let cue = sentence.token(verb).span.words(sentence.text);
    finish(sentence, &clause.subjects, Some(cue), content, sources)
}

/// "quoted officials as saying": the object speaks, through the subject.
fn quoted(sentence: &Annotated, verb: u32, sources: &mut Sources) -> Option<Report> {
    let clause = sentence.clause(verb);
    let speakers = &clause.objects;
    if speakers.is_empty() || speakers.iter().any(|speaker| !sentence.kinds(*speaker).is_actor()) {
        return None;
    }
    let say = sentence.children_by(verb, Dep::Prep).flat_map(|as_word| sentence.children_by(as_word, Dep::Pcomp)).next()?;
    let content = content(sentence, say);
    let cue = sentence.token(verb).span.words(sentence.text);
    finish(sentence, speakers, Some(cue), content, sources)
}

/// What a cue verb says: the clauses that complete it, the clause it is set into, or the quotation.
fn content(sentence: &Annotated, verb: u32) -> Vec<Span> {
    let clauses: Vec<u32> = sentence.children_by(verb, Dep::Ccomp).collect();
    if !clauses.is_empty() {
        let spans = clauses.iter().map(|clause| sentence.subtree(*clause)).collect::<Vec<_>>();
        return with_quotation(sentence, verb, spans);
    }
    let token = sentence.token(verb);
    if token.dep == Dep::Parataxis {
        let (first, last) = (0, sentence.len() - 1);
        return around(sentence, first, last, sentence.tree.left(verb), sentence.tree.right(verb));
    }
    with_quotation(sentence, verb, Vec::new())
}

/// Adds the quoted words of the sentence that stand outside the clauses found.
fn with_quotation(sentence: &Annotated, verb: u32, mut spans: Vec<Span>) -> Vec<Span> {
    let mut run: Option<(u32, u32)> = None;
    for token in 0..sentence.len() {
        let inside = sentence.quoted[token as usize].is_some() && sentence.quoted[verb as usize].is_none();
        match (&mut run, inside) {
            (Some((_, last)), true) => *last = token,
            (None, true) => run = Some((token, token)),
            (Some((first, last)), false) => {
                add_span(&mut spans, sentence.span(*first, *last + 1));
                run = None;
            }
            (None, false) => {}
        }
    }
    if let Some((first, last)) = run {
        add_span(&mut spans, sentence.span(first, last + 1));
    }
    spans
}

fn add_span(spans: &mut Vec<Span>, span: Span) {
    if !spans.iter().any(|known| known.overlaps(span)) {
        spans.push(span);
    }
}

/// The tokens `first..=last` without `left..=right`, trimmed of punctuation.
fn around(sentence: &Annotated, first: u32, last: u32, left: u32, right: u32) -> Vec<Span> {
    let mut spans = Vec::new();
    for (mut from, mut to) in [(first, left), (right + 1, last + 1)] {
        let punctuation = |token: u32| matches!(sentence.token(token).pos, Pos::Punct | Pos::Space);
        while from < to && punctuation(from) {
            from += 1;
        }
        while from < to && punctuation(to - 1) {
            to -= 1;
        }
        if from < to {
            spans.push(sentence.span(from, to));
        }
    }
    spans
}

fn finish(
    sentence: &Annotated,
    heads: &[u32],
    cue: Option<Words>,
    content: Vec<Span>,
    sources: &mut Sources,
) -> Option<Report> {
    if content.is_empty() {
        return None;
    }
    let mut voices = Vec::new();
    for head in heads.iter().take(8) {
        voices.extend(sources.voices(sentence, *head, cue.clone()));
    }
    (!voices.is_empty()).then_some(Report { voices, content })
}

/// A sentence wholly inside a quotation without a cue of its own goes on with the speaker before it.
fn continued(annotation: &Annotation, sentence: &Annotated, all: &[Vec<Report>]) -> Option<Report> {
    let words = |token: &u32| !matches!(sentence.token(*token).pos, Pos::Punct | Pos::Space);
    let inside = (0..sentence.len()).filter(words).all(|token| sentence.quoted[token as usize].is_some());
    if !inside || sentence.is_empty() {
        return None;
    }
    let before = annotation.sentences[..sentence.index as usize].iter().zip(all).rev();
    let (_, reports) = before
        .take_while(|(other, _)| other.sentence.paragraph + 1 >= sentence.sentence.paragraph)
        .take(4)
        .find(|(_, reports)| !reports.is_empty())?;
    let last = reports.last()?;
    Some(Report { voices: last.voices.clone(), content: vec![sentence.sentence.span] })
}

/// The sources of a document, each recognised when it is told again.
#[derive(Debug, Default)]
struct Sources {
    known: Vec<Source>,
}

#[derive(Debug)]
struct Source {
    voice: DraftVoice,
    head: String,
    name: Option<String>,
    plural: bool,
    person: bool,
    /// Voices that spoke together share this number.
    together: usize,
}

impl Sources {
    /// The voices that a phrase stands for: one, or several told before ("the seven people").
    fn voices(&mut self, sentence: &Annotated, head: u32, cue: Option<Words>) -> Vec<DraftVoice> {
        let head = sentence.behind_quantity(head);
        let mention = sentence.mention(head);
        let identities = self.recognise(sentence, &mention);
        if identities.is_empty() {
            if mention.pronoun || !can_speak(sentence, head) {
                return Vec::new();
            }
            return vec![self.add(sentence, mention, cue)];
        }
        let again = |identity: usize| {
            let known = &self.known[identity].voice;
            DraftVoice { cue: cue.clone(), ..known.clone() }
        };
        let voices = identities.iter().map(|identity| again(*identity)).collect();
        if let [identity] = identities[..] {
            self.learn(identity, standing(sentence, head));
        }
        voices
    }

    /// Sources told before that this phrase stands for.
    fn recognise(&self, sentence: &Annotated, mention: &Mention) -> Vec<usize> {
        let head = mention.head;
        let words = &sentence.lexicon.words;
        let lower = sentence.lower(head);
        let latest = |test: &dyn Fn(&Source) -> bool| self.known.iter().rposition(test).into_iter().collect::<Vec<_>>();
        if mention.pronoun {
            if words.is("they-pronoun", &lower) {
                return latest(&|source| source.plural);
            }
            if words.is("he-pronoun", &lower) || lower == "i" {
                return latest(&|source| source.person && !source.plural);
            }
            return if lower == "it" { latest(&|source| !source.person && !source.plural) } else { Vec::new() };
        }
        if let Some(name) = name(sentence, head) {
            return latest(&|source| source.name.as_deref().is_some_and(|known| same_name(known, &name)));
        }
        if !mention.definite {
            return Vec::new();
        }
        if words.is("person-noun", sentence.lemma(head)) {
            let Some(last) = self.known.iter().rposition(|source| source.plural || !mention.plural) else { return Vec::new() };
            let together = self.known[last].together;
            let members = self.known.iter().enumerate().filter(|(_, source)| source.together == together);
            return members.map(|(identity, _)| identity).collect();
        }
        let lemma = sentence.lemma(head).to_lowercase();
        latest(&|source| source.head == lemma && source.plural == mention.plural)
    }

    fn add(&mut self, sentence: &Annotated, mention: Mention, cue: Option<Words>) -> DraftVoice {
        let head = mention.head;
        let identity = self.known.len();
        let kind = kind(sentence, head);
        let person = matches!(kind, SourceKind::Named | SourceKind::Anonymous | SourceKind::Witness);
        let number = if person { number(sentence, &mention) } else { None };
        let words = described(sentence, head);
        let together = match self.known.last() {
            Some(last) if last.voice.cue == cue => last.together,
            _ => identity,
        };
        let voice = DraftVoice {
            identity,
            words: Some(words),
            kind,
            number,
            standing: standing(sentence, head),
            via: None,
            cue,
            content: Vec::new(),
            source: Some(mention.clone()),
        };
        self.known.push(Source {
            voice: voice.clone(),
            head: sentence.lemma(head).to_lowercase(),
            name: name(sentence, head),
            plural: mention.plural,
            person,
            together,
        });
        voice
    }

    fn learn(&mut self, identity: usize, standing: Option<Words>) {
        let known = &mut self.known[identity].voice;
        if known.standing.is_none() {
            known.standing = standing;
        }
    }

    /// What was learned later of a source holds for every report of it.
    fn settle(&self, all: &mut [Vec<Report>]) {
        for voice in all.iter_mut().flatten().flat_map(|report| &mut report.voices) {
            voice.standing.clone_from(&self.known[voice.identity].voice.standing);
        }
    }
}

/// People, groups, institutions, governments and documents speak; other nouns do not.
fn can_speak(sentence: &Annotated, head: u32) -> bool {
    let kinds = sentence.kinds(head);
    kinds.is_actor()
        || kinds.organization.is_some()
        || kinds.place.is_some()
        || matches!(sentence.token(head).tag, Tag::Nnp | Tag::Nnps)
}

fn kind(sentence: &Annotated, head: u32) -> SourceKind {
    let kinds = sentence.kinds(head);
    let words = &sentence.lexicon.words;
    let lemma = sentence.lemma(head).to_lowercase();
    let actor_is_person = kinds
        .actor
        .and_then(|id| sentence.lexicon.names.actors.get(id))
        .is_some_and(|actor| actor.class == "person");
    if kinds.person || actor_is_person {
        return SourceKind::Named;
    }
    match (kinds.organization, kinds.people) {
        (Some("document"), _) => SourceKind::Document,
        (Some("witness"), _) | (_, Some(("witness", _))) => SourceKind::Witness,
        (Some("anonymous-person"), _) => SourceKind::Anonymous,
        (Some("institution"), _) => SourceKind::Institution,
        (_, Some(_)) if words.is("collective", &lemma) => SourceKind::Institution,
        (_, Some(_)) => SourceKind::Anonymous,
        _ => SourceKind::Institution,
    }
}

/// "two US officials" are two; "an adviser" is one; "officials" are not counted.
fn number(sentence: &Annotated, mention: &Mention) -> Option<Count> {
    mention.count.clone().or_else(|| {
        let text = mention.span.of(sentence.text);
        (!mention.plural).then(|| Count::exactly(1, text))
    })
}

/// The source's words: its phrase with what describes it right behind ("officials familiar with the matter").
fn described(sentence: &Annotated, head: u32) -> Words {
    let (first, mut end) = sentence.full_phrase(head);
    let mut first = first;
    while first < head && matches!(sentence.lower(first).as_str(), "the" | "a" | "an") {
        first += 1;
    }
    for child in sentence.tree.children(head).iter().copied().filter(|child| *child > head) {
        let token = sentence.token(child);
        let describes = matches!(token.dep, Dep::Amod | Dep::Acl | Dep::Prep);
        if !describes || sentence.tree.left(child) != end {
            break;
        }
        let right = sentence.tree.right(child);
        let comma = (end..=right).find(|at| sentence.token(*at).pos == Pos::Punct && sentence.word(*at) != "-");
        end = comma.unwrap_or(right + 1);
        if comma.is_some() {
            break;
        }
    }
    sentence.span(first, end).words(sentence.text)
}

/// A name: the person's last name, or the whole name of an institution.
fn name(sentence: &Annotated, head: u32) -> Option<String> {
    let token = sentence.token(head);
    let kinds = sentence.kinds(head);
    if let Some(actor) = kinds.actor {
        return Some(actor.to_owned());
    }
    matches!(token.tag, Tag::Nnp | Tag::Nnps).then(|| sentence.word(head).to_owned())
}

fn same_name(one: &str, other: &str) -> bool {
    one == other
}

/// "who asked to remain anonymous", "speaking on condition of anonymity".
fn standing(sentence: &Annotated, head: u32) -> Option<Words> {
    let words = &sentence.lexicon.words;
    let anonymous = (0..sentence.len()).find(|token| words.is("anonymity", &sentence.lower(*token)))?;
    if (head.saturating_sub(6)..head).contains(&anonymous) {
        return None;
    }
    let mut at = anonymous;
    let mut top = None;
    for _ in 0..8 {
        let token = sentence.token(at);
        if token.pos == Pos::Verb && words.is("anonymity-verb", sentence.lemma(at)) {
            top = Some(at);
        }
        if token.head == at || token.pos == Pos::Verb && words.cue(sentence.lemma(at)).is_some() && at != anonymous && top.is_some() {
            break;
        }
        at = token.head;
    }
    let verb = top?;
    Some(sentence.span(verb, sentence.tree.right(anonymous).max(anonymous) + 1).words(sentence.text))
}
