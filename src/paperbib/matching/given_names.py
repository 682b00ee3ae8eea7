"""Given names and initials side by side: whether they can be one person's, and how surely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

_NAME_ROOM = 5
_SHORTEST_FORM = 3
"""So many letters of a name may stand for all of it: Dan, Daniel."""
_TWO_VOWELS = re.compile(r"([aou])e|aa")
_IDEOGRAPHS = (("\u3041", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))
_FIRST_RARE_IDEOGRAPH = "\U00020000"
ABBREVIATIONS = frozenset(
    "yu ya ye yo iu ia ju ja zh ch sh kh ts tz th ph ps gy cs sz zs ty ny dj dz kj hj chr st"
    " geo jos wm".split()
)
"""Ways to abbreviate a name to more than its first letter, where a dot follows: Yu., Chr."""
_SPELLINGS = """
    aleksandr alexandr alexander oleksandr aleksander/alexei alexey aleksei aleksey alexej/andrei
    andrey andrej/carl karl/catherine katherine kathryn katharine/dennis denis/dmitri dmitry
    dmitrii dmitriy dimitri/dominic dominik/eric erik erich/elizabeth elisabeth/evgeny evgeni
    evgenii evgeniy yevgeny/frederick frederic frederik fredrick fredrik/gennady gennadi gennadii
    gennadiy/geoffrey jeffrey/georgy georgii georgiy georgi/grigory grigori grigorii grigoriy/ilya
    ilia ilja/julia yulia iuliia yuliya/konstantin constantin/marc mark/matthew mathew/matthias
    mathias/mikhail mikhael michail mykhailo/mohammed mohammad muhammad mohamed muhammed mohamad
    /natalia natalya nataliya nataliia/nicholas nicolas nikolas/nikolai nikolay mykola/oscar oskar
    /philip phillip philipp phil/roger rodger/rudolf rudolph/sergey sergei serhiy sergiy sergej
    /sophia sofia/stephen steven/tatiana tatyana tatjana/theresa teresa/tomas thomas/valery valeri
    valerii valeriy/vasily vasili vasilii vasiliy vasyl/viktor victor/vitaly vitali vitalii vitaliy
    /vladimir volodymyr/vyacheslav viacheslav/yaroslav jaroslav/yuri yury iurii yurii yuriy jurij
"""
"""Ways to write one name; any two of a group are it."""
_SHORT_FORMS = """
    aaron ron/abraham abe avi abram/albert al bert/alexander alex alec sasha sascha sandro xander
    /alexandra alex sasha sandra/alexei alyosha/alfred fred al/andrew andy drew/andreas andy/anthony
    tony/antonio tony toni/anton tony toni/arthur art/augustus gus/barbara barb/benjamin ben benny
    /bernard bernie/bradley brad/catherine cathy kate kathy katie cate/charles charlie chuck chas
    /christopher chris kit/christian chris/christina chris tina/christine chris tina/cornelius kees
    /cynthia cindy/daniel dan danny/david dave davey/deborah debbie deb debra/dmitri dima/dominic
    dom nick/donald don/dorothy dot/douglas doug/edmund ed ned/edward ed eddie ted ned/edwin ed
    /eleanor nell nora/elizabeth liz beth betty eliza lisa bess betsy/emmanuel manu/eugene gene
    /evgeny eugene zhenya/ferdinand ferdi/florian flo/frances fran/francis frank fran/francisco paco
    /franklin frank/frederick fred freddie/friedrich fritz/gabriel gabe/geoffrey geoff jeff/gerald
    gerry jerry/gerard gerry/gerhard gerd/gilbert gil/giovanni gianni/giuseppe beppe/gregory greg
    /grigory grisha/harold harry hal/henry harry hank hal/hendrik henk/heinrich heinz heiner
    /howard howie/ignacio nacho/isabella bella/ivan vanya/jacob jake jack/jacqueline jackie/james
    jim jimmy jamie/jeremy jerry/jerome jerry/jessica jess jessie/joachim jochen/johannes hans jan
    hannes johann/johann hans/john jack johnny/jonathan jon jonny/joseph joe/josef sepp/jose pepe
    /joshua josh/judith judy/kenneth ken kenny/konstantin kostya/konstantinos kostas costas/nikolaus
    klaus claus/lawrence larry/laurence larry/leonard len lenny leo/leonid lenya/leopold leo/leslie
    les/lewis lew/louis lou/ludwig lutz/manfred fred/manuel manolo/margaret peggy maggie meg
    /margarete grete/maria masha/martin marty/matthew matt/matthias matze/maximilian max/maxwell max
    /melvin mel/michael mike mick mickey/mikhail misha/milton milt/mitchell mitch/moses moshe
    /nadezhda nadya/natalia natasha/nathan nate/nathaniel nate nat/nicholas nick nico/nikolai kolya
    nick/norman norm/oliver ollie/olga olya/patricia pat patty tricia trish/patrick pat paddy/pavel
    pasha/pamela pam/penelope penny/peter pete/philip phil/raymond ray/rebecca becky/reginald reg
    /ricardo rick/richard rick dick rich ricky/robert bob rob bobby robbie bert/roderick rod/rodney
    rod/ronald ron ronnie/rudolf rudi rudy/russell russ/samuel sam sammy/samantha sam/santiago santi
    /sebastian seb bastian/sergey serge seryozha/sidney sid/solomon sol/sophia sophie/stanley stan
    /stanislav stas/stephen steve/susan sue susie/svetlana sveta/tatiana tanya tania/terence terry
    /theodore ted theo teddy/thomas tom tommy thom/timothy tim/tobias tobi toby/ulrich uli/valentin
    valya/vasily vasya/victor vic/victoria vicky vicki/vincent vince/virginia ginny/vladimir volodya
    vova/vladislav vlad/vyacheslav slava/walter walt wally/wilhelm willy willi/william bill will
    billy willie/yaroslav slava/zachary zach zack
"""
"""A name and its short forms, which are no two names' alone: Bert is Albert, or Robert."""


def with_one_vowel(text: str) -> str:
    """Write a folded name as if ä, ö, ü and å had not been spelt out: Joergen, Jorgen."""
    return _TWO_VOWELS.sub(lambda match: match[1] or "a", text)


def _by_spelling() -> dict[str, str]:
    groups = [group.split() for group in with_one_vowel(_SPELLINGS).split("/")]
    return {name: group[0] for group in groups for name in group}


_BY_SPELLING = _by_spelling()


def _spelled(name: str) -> str:
    return _BY_SPELLING.get(name, name)


_SHORTENED = frozenset(
    (_spelled(name), _spelled(short))
    for name, *forms in map(str.split, with_one_vowel(_SHORT_FORMS).split("/"))
    for short in forms
)


def is_ideograph(text: str) -> bool:
    """Whether a text begins with a character that may be a name by itself: 伟, 민, not Ю."""
    first = text[:1]
    return first >= _FIRST_RARE_IDEOGRAPH or any(low <= first <= up for low, up in _IDEOGRAPHS)


def is_initial(word: str) -> bool:
    """Whether a folded word says only how a name begins: ``j``, ``yu.``, ``建.``, not ``建``."""
    return word[-1] == "." or (len(word) == 1 and not is_ideograph(word))


def joined(words: Sequence[str]) -> str:
    """Names in one string, without the dots of abbreviations."""
    return "".join(words).replace(".", "")


def compatible(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether given names, or initials, can be one person's. Symmetric.

    >>> compatible(("j",), ("john", "r")), compatible(("j", "r"), ("john", "k"))
    (True, False)
    """
    if not one or not other or one == other or joined(one) == joined(other):
        return True
    one, other = _aligned(one, other), _aligned(other, one)
    first, second = one[0], other[0]
    if is_initial(first) or is_initial(second):
        if not _is_abbreviated(first, second):
            return _is_middle_name(one, other)
    elif not is_surely_one(one, other) and not _may_be_one_name(first, second):
        return False
    return all(_is_abbreviated(a, b) for a, b in zip(one[1:], other[1:], strict=False))


def is_surely_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether names that are compatible are more than names that look alike. Symmetric.

    Maria is nearly Mario, Paul begins Paula, and Wei Weiming: of such, two people have
    often one surname. Initials, short forms and other blanks leave no such doubt.
    """
    if not one or not other or joined(one) == joined(other):
        return True
    first, second = one[0], other[0]
    if first == second or is_initial(first) or is_initial(second):
        return True
    if _aligned(one, other)[0] == second or _aligned(other, one)[0] == first:
        return True
    mine, yours = _spelled(first), _spelled(second)
    return mine == yours or (mine, yours) in _SHORTENED or (yours, mine) in _SHORTENED


def _aligned(one: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    """Given names with as many of the first in one as the other has: Xiao Ming J., Xiaoming."""
    if len(one) > 1 and len(one[0]) > 1 and len(other[0]) > len(one[0]):
        for count, start in enumerate(accumulate(one), start=1):
            if start == other[0]:
                return (start, *one[count:])
    return one


def _is_abbreviated(one: str, other: str) -> bool:
    """Whether a name begins as the other: R, Robert; Yu., Yuri; but not Yu., Ya."""
    one, other = one.rstrip("."), other.rstrip(".")
    return one.startswith(other) or other.startswith(one) or (one, other) in _CONTRACTED


_CONTRACTED = {("wm", "william"), ("william", "wm")}


def _is_middle_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """R. John is John, as J. Robert is Robert: a name that both spell out, after an initial."""
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) == 1
        and not is_initial(shorter[0])
        and is_initial(longer[0])
        and shorter[0] in longer[1:]
    )


def _may_be_one_name(first: str, second: str) -> bool:
    shorter, longer = sorted((first, second), key=len)
    if longer.startswith(shorter) and (len(shorter) >= _SHORTEST_FORM or is_ideograph(shorter)):
        return True
    return len(longer) >= _NAME_ROOM and len(shorter) >= _NAME_ROOM - 1 and is_slip(first, second)


def is_slip(one: str, other: str, most: int = 2) -> bool:
    """Whether two names are alike but for a letter, or two where they are long. Symmetric."""
    if one[0] != other[0]:
        return False
    from rapidfuzz.distance import OSA

    most = most if min(len(one), len(other)) > _NAME_ROOM else 1
    return OSA.distance(one, other, score_cutoff=most) <= most
