//! The closed label sets of the linguistic engine: Penn Treebank tags, universal parts of speech,
//! ClearNLP dependencies and OntoNotes entity types, as `en_core_web_sm` 3.8 uses them.

macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The label as the standard writes it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The label written so, or none.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part of speech, with spaCy's `SPACE`.
    Pos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Conj = "CONJ", Det = "DET",
        Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN",
        Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X", Space = "SPACE",
    }
}

labels! {
    /// Penn Treebank tag.
    Tag {
        Dollar = "$", CloseQuote = "''", Comma = ",", Lrb = "-LRB-", Rrb = "-RRB-", Stop = ".", Colon = ":",
        Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", Hyph = "HYPH",
        In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS", Md = "MD", Nfp = "NFP", Nn = "NN",
        Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP", PrpS = "PRP$",
        Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB",
        Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP",
        WpS = "WP$", Wrb = "WRB", Xx = "XX", Sp = "_SP", OpenQuote = "``",
    }
}

labels! {
    /// Dependency label (ClearNLP set).
    Dep {
        Root = "ROOT", Acl = "acl", Acomp = "acomp", Advcl = "advcl", Advmod = "advmod", Agent = "agent",
        Amod = "amod", Appos = "appos", Attr = "attr", Aux = "aux", Auxpass = "auxpass", Case = "case",
        Cc = "cc", Ccomp = "ccomp", Compound = "compound", Conj = "conj", Csubj = "csubj",
        Csubjpass = "csubjpass", Dative = "dative", Dep = "dep", Det = "det", Dobj = "dobj", Expl = "expl",
        Intj = "intj", Mark = "mark", Meta = "meta", Neg = "neg", Nmod = "nmod", Npadvmod = "npadvmod",
        Nsubj = "nsubj", Nsubjpass = "nsubjpass", Nummod = "nummod", Oprd = "oprd", Parataxis = "parataxis",
        Pcomp = "pcomp", Pobj = "pobj", Poss = "poss", Preconj = "preconj", Predet = "predet",
        Prep = "prep", Prt = "prt", Punct = "punct", Quantmod = "quantmod", Relcl = "relcl",
        Xcomp = "xcomp",
    }
}

labels! {
    /// OntoNotes entity type.
    EntityLabel {
        Cardinal = "CARDINAL", Date = "DATE", Event = "EVENT", Fac = "FAC", Gpe = "GPE",
        Language = "LANGUAGE", Law = "LAW", Loc = "LOC", Money = "MONEY", Norp = "NORP",
        Ordinal = "ORDINAL", Org = "ORG", Percent = "PERCENT", Person = "PERSON", Product = "PRODUCT",
        Quantity = "QUANTITY", Time = "TIME", WorkOfArt = "WORK_OF_ART",
    }
}
