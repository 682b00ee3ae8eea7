"""Given names and initials side by side: whether they can be one person's, and how surely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

_NAME_ROOM = 5
_SHORTEST_FORM = 3
"""So many letters of a name may stand for all of it: Dan, Daniel."""
_IDEOGRAPHS = (("\u3041", "\u30ff"), ("\u3400", "\u9fff"), ("\uac00", "\ud7a3"))
_FIRST_RARE_IDEOGRAPH = "\U00020000"
ABBREVIATIONS = frozenset(
    "yu ya ye yo iu ia ju ja zh ch sh kh ts tz th ph ps gy cs sz zs ty ny dj dz kj hj chr st"
    " geo jos wm".split()
)
"""Ways to abbreviate a name to more than its first letter, where a dot follows: Yu., Chr."""
_SHORT_FORMS = """
    aaron ron/abraham abe avi abram/albert al bert/alexander alex alec aleksandr alexandr
    alexandre alessandro alejandro oleksandr sasha sascha sandro xander/alexandra alex sasha
    sandra aleksandra/alexei alexey aleksei aleksey alyosha alexej/alfred fred al alf/andrew andy
    drew/andrei andrey andrej/andreas andy/anthony tony antony/antonio tony toni/anton tony toni
    /antonius anton/archibald archie/arthur art/augustus gus/barbara barb barbie/bartholomew bart
    /benjamin ben benny/bernard bernie/bertram bert/bradley brad/catherine cathy kate kathryn
    katherine kathy katie cate/charles charlie chuck chas carl karl/christopher chris kit/christian
    chris/christina christine chris tina/cornelius kees cor/cynthia cindy/daniel dan danny/david
    dave davey/deborah debbie deb debra/dennis denis denny/dmitri dmitry dmitrii dmitriy dima
    dimitri/dominic dominik dom nick/donald don/dorothy dot dolly/douglas doug/edmund ed ned
    /edward ed eddie ted ned edvard eduard/edwin ed/eleanor nell nora/elizabeth liz beth betty
    eliza lisa elisabeth bess betsy lizzie/elizaveta liza/emanuel manny/emmanuel manu/eric erik
    erich/eugene gene/evgeny evgeni evgenii evgeniy eugene yevgeny zhenya/ferdinand ferdi/florian
    flo/frances fran/francis frank fran/francisco paco pancho/franklin frank/frederick fred freddie
    fredrick frederic frederik/friedrich fritz/gabriel gabe/gennady gennadi gennadii/geoffrey geoff
    jeff/jeffrey jeff/georgy georgii georgiy georgi yuri/gerald gerry jerry/gerard gerry/gerhard
    gerd/gilbert gil/giovanni gianni/giuseppe beppe/gregory greg grigory grigori grigorii grigoriy
    grisha/guillermo memo/harold harry hal/henry harry hank hal/hendrik henk/heinrich heinz heiner
    /howard howie/hyman hy/ian iain/ignacio nacho/igor ihor/ilya ilia ilja/isaac ike/isabella bella
    /ivan vanya/jacob jake jack jakob/jacqueline jackie/james jim jimmy jamie/janet jan/jeremy jerry
    /jerome jerry/jessica jess jessie/joachim jochen/johannes hans johann jan hannes john jo
    /john jack johnny johnnie/jonathan jon jonny/joseph joe josef jo yosef/jose pepe/josephine jo
    josie/joshua josh/juan juanito/judith judy/julius jule/karoline karo/kenneth ken kenny/konstantin
    kostya constantin constantine konstantinos kostas costas/klaus nikolaus claus/lawrence larry
    laurence laurie/leonard len lenny leo/leonid lenya/leopold leo/leslie les/lewis lew louis lou
    /lorenz lenz/ludwig lutz/lucille lucy/luigi gigi/manfred fred/manuel manny manolo/marc mark
    /margaret peggy maggie meg marge greta/margarete grete greta/maria masha mary mariya marija
    /mariano nano/martha patty/martin marty/matthew matt matty/matthias matze mathias/maximilian max
    /maxwell max/melvin mel/michael mike mick mickey misha/mikhail misha mikhael michail mykhailo
    /milton milt/mitchell mitch/mohammed mohammad muhammad mohamed muhammed mohamad mehmet
    /morris moe/moses moshe moe/nadezhda nadya/natalia natalie natasha natalya nataliya nathalie
    /nathan nate/nathaniel nate nat/nicholas nick nicolas niko nikolas nico/nikolai nikolay kolya
    nick mykola/norman norm/oliver ollie/olga olya/oscar oskar/patricia pat patty tricia trish
    /patrick pat paddy/pavel pasha pavlo/pamela pam/penelope penny/peter pete piet petr pieter petra
    /philip phil phillip philipp pip/rachel rae/ralph rolf/ramon moncho/randall randy/randolph randy
    /raymond ray/rebecca becky becca/reginald reg/reinhard reiner/ricardo rick/richard rick dick
    rich ricky/robert bob rob bobby robbie bert rupert/roderick rod/rodney rod/roger rodger/roland
    rollo/ronald ron ronnie/rudolf rudi rudy rolf/russell russ/samuel sam sammy/samantha sam
    /santiago santi/sebastian seb bastian/sergey sergei serhiy sergiy serge sergej seryozha
    /sidney sid sydney/solomon sol/sophia sofia sophie/stanley stan/stanislav stas stanislaw
    /stephen steve steven stefan/stefanie steffi/susan sue susie suzanne susanna/svetlana sveta
    /tatiana tatyana tanya tania/terence terry terrence/theodore ted theo teddy/theresa terry tess
    /thomas tom tommy tomas thom/timothy tim/tobias toby tobi/ulrich uli/uwe ubbo/valentin valya
    /valery valeri valerii valeriy/vasily vasili vasilii vasiliy vasyl/veronica vera/victor vic
    viktor/victoria vicky vicki tori/vincent vince/virginia ginny/vitaly vitali vitalii vitaliy
    /vladimir volodya vova volodymyr/vladislav vlad/vyacheslav slava viacheslav/walter walt wally
    /wilhelm willy willi/wilhelmina mina/william bill will billy willie wm/wolfgang wolf/xavier javier
    /yaroslav slava jaroslav/yuri yury iurii yurii yuriy jurij juri/zachary zach zack
"""


def _groups_by_name() -> dict[str, set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(_SHORT_FORMS.split("/")):
        for name in group.split():
            groups[name].add(number)
    return dict(groups)


_GROUPS_BY_NAME = _groups_by_name()
_NO_GROUPS: set[int] = set()


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
    if second in accumulate(one) or first in accumulate(other):
        return True  # Xiao Ming J., Xiaoming
    mine, yours = (_GROUPS_BY_NAME.get(name, _NO_GROUPS) for name in (first, second))
    return not mine.isdisjoint(yours)


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
    from rapidfuzz.distance import OSA

    most = most if min(len(one), len(other)) > _NAME_ROOM else 1
    return one[0] == other[0] and OSA.distance(one, other, score_cutoff=most) <= most
