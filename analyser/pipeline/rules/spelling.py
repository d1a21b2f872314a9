"""Word lists for mending recognised speech: hesitations, asides, lost apostrophes, dialects."""

from __future__ import annotations

FILLERS = frozenset(
    {"um", "uh", "er", "erm", "ehm", "uhm", "umm", "errm", "hm", "hmm", "mm", "mmm", "uhh", "eh"}
)

PRONOUNS = frozenset({"i", "you", "he", "she", "it", "we", "they", "who", "that", "which", "what"})

_NO_ASIDE_BEFORE = frozenset(
    {"do", "did", "don't", "if", "as", "what", "how", "who", "when", "that", "because", "where"}
    | {"dont", "d'you", "all", "things", "people", "way", "until", "before", "not", "think"}
)
_NO_ASIDE_AFTER = frozenset(
    {"what", "how", "why", "who", "when", "where", "if", "whether", "about", "him", "her", "them"}
    | {"it", "this", "better", "me", "full", "exactly", "already", "best", "?", "any", "anyone"}
)
_NO_KIND_BEFORE = frozenset(
    {"what", "a", "the", "this", "that", "some", "any", "which", "same", "these", "those", "of"}
    | {"his", "her", "my", "your", "their", "our", "another", "every", "right", "different"}
)

ASIDES: tuple[tuple[tuple[str, ...], frozenset[str], frozenset[str]], ...] = (
    (("you", "know"), _NO_ASIDE_BEFORE, _NO_ASIDE_AFTER),
    (
        ("i", "mean"),
        frozenset({"what", "do", "if", "know", "see", "that"}),
        frozenset({"by", "it"}),
    ),
    (("sort", "of"), _NO_KIND_BEFORE, frozenset()),
    (("kind", "of"), _NO_KIND_BEFORE, frozenset()),
)
"""Words that carry nothing, with the words that keep them where they stand before or after."""

RESPELT: dict[str, str] = {
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "got to",
    "d'you": "do you",
    "d'ya": "do you",
    "dya": "do you",
    "d'ye": "do you",
    "y'all": "you all",
    "'cause": "because",
    "cos": "because",
    "coz": "because",
    "'cos": "because",
    "cuz": "because",
    "innit": "isn't it",
    "ain't": "isn't",
    "aint": "isn't",
    "dunno": "don't know",
    "lemme": "let me",
    "gimme": "give me",
    "whatcha": "what are you",
    "kinda": "rather",
    "sorta": "rather",
    "c'mon": "come on",
    "'em": "them",
    "shoulda": "should have",
    "coulda": "could have",
    "woulda": "would have",
    "cannae": "can't",
    "dinnae": "don't",
    "didnae": "didn't",
    "hadnae": "hadn't",
    "wouldnae": "wouldn't",
    "couldnae": "couldn't",
    "shouldnae": "shouldn't",
    "isnae": "isn't",
    "wasnae": "wasn't",
    "havenae": "haven't",
    "willnae": "won't",
    "whaddya": "what do you",
    "ok": "okay",
    "cannot": "can not",
}

BARE_CONTRACTIONS: dict[str, str] = {
    **{
        stem + "nt": stem + "n't"
        for stem in (
            "do",
            "does",
            "did",
            "is",
            "are",
            "was",
            "were",
            "have",
            "has",
            "had",
            "could",
            "would",
            "should",
            "must",
            "need",
            "might",
        )
    },
    **{
        pronoun + ending: f"{pronoun}'{ending}"
        for pronoun in ("you", "they", "what", "who", "that", "there")
        for ending in ("re", "ve", "ll", "d", "s")
        if pronoun + ending not in {"yous", "theys", "whore"}
    },
    "cant": "can't",
    "wont": "won't",
    "shant": "shan't",
    "im": "I'm",
    "ive": "I've",
    "id": "I'd",
    "weve": "we've",
    "wheres": "where's",
    "hows": "how's",
    "whens": "when's",
    "whys": "why's",
    "heres": "here's",
    "hes": "he's",
    "shes": "she's",
    "itll": "it'll",
    "itd": "it'd",
    "youse": "you",
    "shouldve": "should've",
    "couldve": "could've",
    "wouldve": "would've",
    "mightve": "might've",
    "mustve": "must've",
    "dyou": "do you",
    "oclock": "o'clock",
}

NOT_ILL_BEFORE = frozenset(
    {"is", "was", "be", "been", "being", "'s", "fell", "feel", "very", "really", "mentally", "off"}
    | {"he", "she", "they", "you", "we", "it", "got", "become"}
    | {"so", "quite", "terminally", "seriously", "he's", "she's", "i'm", "not", "too", "physically"}
)

WE_ARE_BEFORE = frozenset(
    {"going", "nearly", "running", "out", "doing", "giving", "getting", "drifting", "slipping"}
    | {"over", "here", "about", "not", "just", "halfway", "coming", "moving", "starting", "at"}
    | {"offering", "telling", "rushing", "jumping", "solving", "problem", "almost", "now", "back"}
)

WE_WILL_BEFORE = frozenset(
    {"do", "take", "start", "spend", "finish", "begin", "close", "hand", "come", "move", "stop"}
    | {"go", "have", "hear", "pick", "pause", "break", "leave", "give", "park", "keep", "need"}
)

NOT_NAMES = frozenset(
    {"will", "may", "mark", "sue", "grace", "hope", "rose", "bill", "pat", "frank", "dot", "art"}
    | {"rob", "nick", "drew", "josh", "chase", "june", "april", "guy", "jack", "faith", "joy"}
    | {"speaker", "member", "facilitator", "presenter", "observer", "person", "voice", "dawn"}
)
"""First names that are also words: a capital would mislead the parser."""
