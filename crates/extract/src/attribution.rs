//! Who says so: sources, cues and contents, sentence by sentence, with sources told again recognised.
//!
//! A report is a cue ("said", "according to") with its source and the span of what is said. A trigger
//! inside a report's content is said by its source; nested reports are voices of voices, outermost
//! first. Words outside every report belong to the report itself.

use casus_annotate::{Annotated, Annotation};
use casus_lexicon::{CueKind, Outlet};
use casus_model::{Count, Dep, DraftVoice, Mention, Pos, SourceKind, Span, Tag, Words};

use crate::reporting::opens_beside;

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

/// The reports of every sentence, and the sources they made known.
pub(crate) fn voices<'a>(annotation: &'a Annotation<'a>) -> (Vec<Vec<Report>>, Sources<'a>) {
    let mut sources = Sources { annotation, known: Vec::new() };
    let mut all: Vec<Vec<Report>> = Vec::new();
    for sentence in &annotation.sentences {
        let mut reports = Vec::new();
        for token in 0..sentence.len() {
            reports.extend(reports_at(sentence, token, &mut sources));
        }
        if reports.is_empty() {
            reports.extend(continued(annotation, sentence, &all));
        }
        all.push(reports);
    }
    sources.settle(&mut all);
    (all, sources)
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

/// The voices of those whose own act a draft is: a claim of responsibility, an accusation.
pub(crate) fn own_voices(
    sentence: &Annotated,
    by: &[u32],
    act: Span,
    sources: &mut Sources,
) -> Vec<DraftVoice> {
    let cue = act.words(sentence.text);
    let voices = by.iter().take(8).flat_map(|token| sources.voices(sentence, *token, Some(cue.clone())));
    voices.collect()
}

/// The reports that a token opens, if it is a cue.
fn reports_at(sentence: &Annotated, token: u32, sources: &mut Sources) -> Vec<Report> {
    let Some(cue) = sentence.lexicon.words.cue(sentence.lemma(token)) else { return Vec::new() };
    match cue.kind {
        CueKind::According => according(sentence, token, sources).into_iter().collect(),
        CueKind::Speak | CueKind::Show => spoken(sentence, token, sources).into_iter().collect(),
        CueKind::Quote => quoted(sentence, token, sources),
        CueKind::Learn => Vec::new(),
    }
}

/// "according to X": at an edge of the sentence it covers all of it, inside it its own clause.
fn according(sentence: &Annotated, token: u32, sources: &mut Sources) -> Option<Report> {
    let to =
        sentence.children_by(token, Dep::Prep).find(|preposition| sentence.lower(*preposition) == "to")?;
    let mut heads = sentence.objects_of(to);
    heads.extend(enumerated(sentence, to, &heads));
    let cue = sentence.span(token, to + 1).words(sentence.text);
    let (left, right) = (sentence.tree.left(token), sentence.tree.right(token));
    let at_edge = left <= 1 || right + 2 >= sentence.len();
    let head = sentence.token(token).head;
    let (first, last) =
        if at_edge { (0, sentence.len() - 1) } else { (sentence.tree.left(head), sentence.tree.right(head)) };
    let content = around(sentence, first, last, left, right);
    finish(sentence, &heads, Some(cue), content, sources)
}

/// "according to five legislators in the coalition, an adviser and a commander": sources of a list whose
/// later members the parser hung elsewhere. Each opens with an article or a number after a comma or "and".
fn enumerated(sentence: &Annotated, to: u32, known: &[u32]) -> Vec<u32> {
    let last = sentence.len().min(to + 60);
    let ends = |token: u32| matches!(sentence.lower(token).as_str(), "who" | "which" | ";" | ".");
    let end = (to + 1..last).find(|token| ends(*token)).unwrap_or(last);
    let opens = |head: u32| {
        let (first, _) = sentence.full_phrase(head);
        let article = matches!(sentence.token(first).tag, Tag::Dt | Tag::Cd);
        article && first > to + 1 && matches!(sentence.lower(first - 1).as_str(), "," | "and")
    };
    let people = (to + 1..end).filter(|token| {
        sentence.kinds(*token).people.is_some()
            && matches!(sentence.token(*token).tag, Tag::Nn | Tag::Nns)
            && !known.contains(token)
            && !is_told_of_a_name(sentence, *token, known)
    });
    // A subject does something else: "according to the mission, a patrol came under fire".
    let free = |head: &u32| {
        !matches!(sentence.token(*head).dep, Dep::Compound | Dep::Nsubj | Dep::Nsubjpass) && opens(*head)
    };
    let heads = people.filter(free);
    heads.collect()
}

/// "Torvald Brenn, the regional spokesman": who somebody named is, and nobody else.
fn is_told_of_a_name(sentence: &Annotated, head: u32, known: &[u32]) -> bool {
    let item = sentence.token(head);
    let joined = sentence.children_by(head, Dep::Conj).next().is_some();
    item.dep == Dep::Appos && known.contains(&item.head) && sentence.kinds(item.head).person && !joined
}

/// "a commander of the militia, Saw Brenn", "a little-known outfit, the Hill Lions": the name told behind a description.
fn named_behind(sentence: &Annotated, head: u32) -> Option<u32> {
    let is_name = |name: &u32| {
        let kinds = sentence.kinds(*name);
        sentence.token(*name).pos == Pos::Propn && (kinds.person || kinds.group || kinds.actor.is_some())
    };
    let common = matches!(sentence.token(head).tag, Tag::Nn);
    sentence.children_by(head, Dep::Appos).find(is_name).filter(|_| common)
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

/// "quoted officials as saying": the object speaks, and the subject passes it on.
fn quoted(sentence: &Annotated, verb: u32, sources: &mut Sources) -> Vec<Report> {
    let clause = sentence.clause(verb);
    let is_source =
        |token: &u32| sentence.kinds(*token).is_actor() || sentence.kinds(*token).organization.is_some();
    if clause.objects.is_empty() || !clause.objects.iter().all(is_source) {
        return Vec::new();
    }
    let as_words = sentence.children_by(verb, Dep::Prep).filter(|word| sentence.lower(*word) == "as");
    let Some(say) = as_words.flat_map(|word| sentence.children_by(word, Dep::Pcomp)).next() else {
        return Vec::new();
    };
    let inner = content(sentence, say);
    let cue = Some(sentence.token(verb).span.words(sentence.text));
    let outer = inner.first().map(|span| vec![sentence.token(say).span.cover(*span)]).unwrap_or_default();
    let passing = finish(sentence, &clause.subjects, cue.clone(), outer, sources);
    let speaking = finish(sentence, &clause.objects, cue, inner, sources);
    passing.into_iter().chain(speaking).collect()
}

/// What a cue verb says: the clauses that complete it, the clause it is set into, or the quotation.
fn content(sentence: &Annotated, verb: u32) -> Vec<Span> {
    if let Some(content) = beside_inserted_cue(sentence, verb).or_else(|| before_trailing_cue(sentence, verb))
    {
        return content;
    }
    if sentence.lexicon.words.is("figure-verb", sentence.lemma(verb)) {
        let objects = sentence.children_by(verb, Dep::Dobj).chain(sentence.children_by(verb, Dep::Prep));
        let spans: Vec<Span> = objects.map(|object| sentence.subtree(object)).collect();
        if !spans.is_empty() {
            return spans;
        }
    }
    let clauses: Vec<u32> = sentence.children_by(verb, Dep::Ccomp).collect();
    if !clauses.is_empty() {
        let spans = clauses.iter().map(|clause| sentence.subtree(*clause)).collect::<Vec<_>>();
        return with_quotation(sentence, verb, spans);
    }
    if sentence.lexicon.words.is("speak-of", sentence.lemma(verb)) {
        let of =
            sentence.children_by(verb, Dep::Prep).find(|preposition| sentence.lower(*preposition) == "of");
        if let Some(object) = of.and_then(|of| sentence.children_by(of, Dep::Pobj).next()) {
            return vec![sentence.subtree(object)];
        }
    }
    let token = sentence.token(verb);
    if token.dep == Dep::Parataxis {
        let (first, last) = (0, sentence.len() - 1);
        return around(sentence, first, last, sentence.tree.left(verb), sentence.tree.right(verb));
    }
    with_quotation(sentence, verb, Vec::new())
}

/// "…, a security official said on condition of anonymity.": all that stands before the source, whatever
/// the parser made of it.
fn before_trailing_cue(sentence: &Annotated, verb: u32) -> Option<Vec<Span>> {
    let subject = sentence.children_by(verb, Dep::Nsubj).next()?;
    let left = sentence.tree.left(subject).min(sentence.full_phrase(subject).0);
    let completed = sentence.tree.children(verb).iter().any(|child| {
        *child > verb && matches!(sentence.token(*child).dep, Dep::Ccomp | Dep::Dobj | Dep::Xcomp)
    });
    let trailing = subject < verb
        && left >= 4
        && matches!(sentence.word(left - 1), "," | "”" | "\"" | "''")
        && !completed;
    let quoted = sentence.quoted[verb as usize].is_some();
    (trailing && !quoted)
        .then(|| around(sentence, 0, left - 1, left - 1, left - 1))
        .filter(|spans| !spans.is_empty())
}

/// "The town, they added, had been shelled": all of the sentence but the source and its verb between commas, and what
/// others say beside it.
fn beside_inserted_cue(sentence: &Annotated, verb: u32) -> Option<Vec<Span>> {
    let subject = sentence.children_by(verb, Dep::Nsubj).next()?;
    let left = sentence.full_phrase(subject).0;
    let inserted = subject < verb
        && left >= 3
        && sentence.word(left - 1) == ","
        && verb + 2 < sentence.len()
        && sentence.word(verb + 1) == ","
        && sentence.quoted[verb as usize].is_none();
    let last = sentence.len() - 1;
    let right = if opens_beside(sentence, verb + 2) { last } else { verb + 1 };
    inserted.then(|| around(sentence, 0, last, left - 1, right))
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
        if let Some(shared) = sharing(sentence, *head) {
            voices.extend(sources.voices(sentence, shared, cue.clone()));
        }
        voices.extend(sources.voices(sentence, *head, cue.clone()));
    }
    (!voices.is_empty()).then_some(Report { voices, content })
}

/// "police and hospital officials": a body that the parser reads as describing the officials beside it.
fn sharing(sentence: &Annotated, head: u32) -> Option<u32> {
    let child = sentence.tree.children(head).iter().copied().find(|child| {
        *child < head
            && matches!(sentence.token(*child).dep, Dep::Nmod | Dep::Compound)
            && sentence.children_by(*child, Dep::Conj).next().is_some()
    })?;
    let body = sentence.lexicon.words.is("collective", sentence.lemma(child));
    (body && sentence.kinds(child).people.is_some()).then_some(child)
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
#[derive(Debug)]
pub(crate) struct Sources<'a> {
    annotation: &'a Annotation<'a>,
    known: Vec<Source>,
}

/// Sources that a phrase may point back to: the last so many.
const REMEMBERED: usize = 200;

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

impl Sources<'_> {
    /// The voices that a phrase stands for: one, or several told before ("the seven people").
    fn voices(&mut self, sentence: &Annotated, head: u32, cue: Option<Words>) -> Vec<DraftVoice> {
        let head = sentence.behind_quantity(head);
        let mention = sentence.mention(head);
        if mention.pronoun && !is_first_person(sentence, head) {
            return self.pronoun(sentence, &mention, cue);
        }
        let identities = self.recognise(sentence, &mention);
        if identities.is_empty() {
            if mention.pronoun || !can_speak(sentence, head) {
                return Vec::new();
            }
            return vec![self.add(sentence, mention, cue)];
        }
        if let [identity] = identities[..] {
            self.learn(identity, standing(sentence, head));
        }
        identities.iter().map(|identity| self.again(*identity, &mention, cue.clone())).collect()
    }

    /// "they said": what the pronoun stands for, as a source told before or a new one.
    fn pronoun(&mut self, sentence: &Annotated, mention: &Mention, cue: Option<Words>) -> Vec<DraftVoice> {
        let annotation = self.annotation;
        let before = self.recognise(sentence, mention);
        let recent = before.last().and_then(|identity| self.known[*identity].voice.source.as_ref());
        let nearest = annotation.antecedent_before(sentence.index, mention.head);
        // A source that has just spoken goes on speaking; otherwise the nearest phrase that agrees does.
        let just_spoke = recent.is_some_and(|recent| recent.sentence + 2 >= sentence.index);
        if let (false, Some((index, token))) = (just_spoke, nearest) {
            let there = &annotation.sentences[index as usize];
            let told = there.mention(token);
            let known = self.recognise(there, &told);
            let identities =
                if known.is_empty() { vec![self.add(there, told, cue.clone()).identity] } else { known };
            return identities
                .into_iter()
                .map(|identity| self.again(identity, mention, cue.clone()))
                .collect();
        }
        before.into_iter().map(|identity| self.again(identity, mention, cue.clone())).collect()
    }

    /// A source told again: named as it was first, standing where it stands here.
    fn again(&mut self, identity: usize, mention: &Mention, cue: Option<Words>) -> DraftVoice {
        self.known[identity].voice.source = Some(mention.clone());
        DraftVoice { cue, source: Some(mention.clone()), ..self.known[identity].voice.clone() }
    }

    /// Sources told before that this phrase stands for.
    fn recognise(&self, sentence: &Annotated, mention: &Mention) -> Vec<usize> {
        let head = mention.head;
        let words = &sentence.lexicon.words;
        let lower = sentence.lower(head);
        let from = self.known.len().saturating_sub(REMEMBERED);
        let latest = |test: &dyn Fn(&Source) -> bool| {
            self.known[from..].iter().rposition(test).map(|at| at + from).into_iter().collect::<Vec<_>>()
        };
        if mention.pronoun {
            if words.is("they-pronoun", &lower) {
                return latest(&|source| source.plural)
                    .first()
                    .map_or_else(Vec::new, |last| self.together(*last));
            }
            if words.is("he-pronoun", &lower) || lower == "i" {
                return latest(&|source| source.person && !source.plural);
            }
            return if lower == "it" {
                latest(&|source| !source.person && !source.plural)
            } else {
                Vec::new()
            };
        }
        if is_first_person(sentence, head) {
            return Vec::new();
        }
        if let Some(name) = name(sentence, head) {
            return latest(&|source| source.name.as_deref().is_some_and(|known| same_name(known, &name)));
        }
        if !mention.definite {
            return Vec::new();
        }
        if words.is("person-noun", sentence.lemma(head)) {
            let Some(last) = self.known.iter().rposition(|source| source.plural || !mention.plural) else {
                return Vec::new();
            };
            return self.together(last);
        }
        let lemma = sentence.lemma(head).to_lowercase();
        latest(&|source| source.head == lemma && source.plural == mention.plural)
    }

    /// The sources that spoke together with this one; they stand beside it.
    fn together(&self, identity: usize) -> Vec<usize> {
        let together = self.known[identity].together;
        (together..self.known.len()).take_while(|other| self.known[*other].together == together).collect()
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

fn is_first_person(sentence: &Annotated, head: u32) -> bool {
    matches!(sentence.lower(head).as_str(), "i" | "we" | "you")
}

/// Whatever stands as the subject of a verb of saying speaks, but for times, weapons and things.
fn can_speak(sentence: &Annotated, head: u32) -> bool {
    let kinds = sentence.kinds(head);
    let thing = kinds.time.is_some() || kinds.weapon.is_some();
    kinds.is_actor() || kinds.organization.is_some() || !thing && sentence.is_nominal(head)
}

/// The outlet that a source's name is: "the news agency Efe". A name with another meaning needs such a word
/// in front.
fn outlet<'a>(sentence: &Annotated<'a>, head: u32) -> Option<&'a Outlet> {
    let (first, _) = sentence.full_phrase(head);
    let outlets = &sentence.lexicon.outlets;
    let named = |from: u32| Some((from, outlets.named(sentence.span(from, head + 1).of(sentence.read))?));
    let (from, outlet) = (first..=head).find_map(named)?;
    let introduced = (first..from).any(|token| sentence.kinds(token).organization.is_some());
    (outlet.alone || introduced).then_some(outlet)
}

fn kind(sentence: &Annotated, head: u32) -> SourceKind {
    if outlet(sentence, head).is_some() {
        return SourceKind::Institution;
    }
    let kinds = sentence.kinds(head);
    let words = &sentence.lexicon.words;
    let lemma = sentence.lemma(head).to_lowercase();
    let actor_is_person = kinds
        .actor
        .and_then(|id| sentence.lexicon.names.actors.get(id))
        .is_some_and(|actor| actor.class == "person");
    if kinds.person || actor_is_person || is_person_by_clause(sentence, head) {
        return SourceKind::Named;
    }
    // "Islamic State said": whoever is on the actor list is no stranger.
    if speaks_as_one(sentence, head) || kinds.actor.is_some() {
        return SourceKind::Institution;
    }
    if let Some(name) = named_behind(sentence, head) {
        return if sentence.kinds(name).person { SourceKind::Named } else { SourceKind::Institution };
    }
    match (kinds.organization, kinds.people) {
        (Some("document"), _) => SourceKind::Document,
        (Some("witness"), _) | (_, Some(("witness", _))) => SourceKind::Witness,
        (Some("anonymous-person"), _) => SourceKind::Anonymous,
        (Some("institution"), _) => SourceKind::Institution,
        (_, Some(_)) if words.is("collective", &lemma) => SourceKind::Institution,
        (_, Some(_)) => SourceKind::Anonymous,
        (None, None) if is_somebody(sentence, head) => SourceKind::Anonymous,
        _ => SourceKind::Institution,
    }
}

/// "Ilse Brandenau, who teaches": a name that the engine does not know for a person's.
fn is_person_by_clause(sentence: &Annotated, head: u32) -> bool {
    let who =
        |clause: u32| sentence.tree.children(clause).iter().any(|child| sentence.lower(*child) == "who");
    sentence.token(head).pos == Pos::Propn && sentence.children_by(head, Dep::Relcl).any(who)
}

/// "the rebels say": a side of the war, without a number.
fn speaks_as_one(sentence: &Annotated, head: u32) -> bool {
    let side = sentence.kinds(head).people.is_some_and(|(class, _)| {
        matches!(class, "rebel" | "armed-group" | "militia" | "state-forces" | "terrorist" | "police")
    });
    let mention = sentence.mention(head);
    side && mention.definite && mention.plural && mention.count.is_none()
}

/// "a broker": a common noun with "a" is a person that the lexicon does not know.
fn is_somebody(sentence: &Annotated, head: u32) -> bool {
    let common = matches!(sentence.token(head).tag, Tag::Nn | Tag::Nns);
    let article = sentence
        .children_by(head, Dep::Det)
        .any(|article| matches!(sentence.lower(article).as_str(), "a" | "an" | "one"));
    common && article && !sentence.kinds(head).group && sentence.kinds(head).place.is_none()
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
        let comma =
            (end..=right).find(|at| sentence.token(*at).pos == Pos::Punct && sentence.word(*at) != "-");
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
    if let Some(outlet) = outlet(sentence, head) {
        return Some(outlet.id.clone());
    }
    let behind = named_behind(sentence, head).filter(|name| sentence.kinds(*name).person);
    let head = behind.unwrap_or(head);
    (behind.is_some() || matches!(token.tag, Tag::Nnp | Tag::Nnps)).then(|| sentence.word(head).to_owned())
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
        if token.head == at
            || token.pos == Pos::Verb
                && words.cue(sentence.lemma(at)).is_some()
                && at != anonymous
                && top.is_some()
        {
            break;
        }
        at = token.head;
    }
    let verb = top?;
    Some(sentence.span(verb, sentence.tree.right(anonymous).max(anonymous) + 1).words(sentence.text))
}
