"""The words that notes put on links instead of a title: "paper", "pdf", "here", 论文."""

from __future__ import annotations

import re
from functools import lru_cache

_LABELS = frozenset(
    """
    abs abstract acl acm alphaxiv announcement appendix ar5iv article articles arxiv aclanthology
    implemented status available online 読了 未読 已读 also authors author venue year date tags
    keywords summary tldr dr notes related followup
    important original published journal conference comment comments abstract
    bib bibtex biorxiv blog blogpost citation cite code codes colab colaboratory cvf data dataset
    demo details discussion dl doc docs doi download ee eprint full github git gitlab hal hf here
    homepage html ieee implement implementation important info link link1 link2 links manuscript
    medrxiv more must new note notebook official openreview page paper papers pdf pmlr post poster
    preprint presentation project publication publisher read reading recording ref reference repo
    repository review see site slide slides source src ssrn supp supplement supplementary talk tex
    this thread todo tutorial twitter update uri url video view watch web webpage website weights
    wikipedia www youtube
    siehe voir aquí ver artikel hier lien ici papier quelle vidéo artículo enlace aquí
    código vídeo статья ссылка код
    论文 论文链接 论文地址 论文下载 代码 代码链接 代码地址 链接 地址 原文 原文链接 项目 项目主页
    项目地址 主页 博客 视频 幻灯片 数据集 下载 下载链接 官网 解读
    论文标题 标题 题目 待读 论文名称 实现 复现 開源 开源 源码 実装 公式実装 解説 記事 原論文
    ورقة الورقة كود الكود رابط الرابط
    論文 論文リンク コード リンク 動画 スライド 資料 連結 程式碼 프로젝트 논문 코드 링크 영상
    """.split()
)
_FILLERS = frozenset(
    """
    a an and at by for from in my of on one or our that the to via work works tl
    zum zur zu der die das im und le la les du sur el los
    """.split()
)
_FEW = 3
_SHORT = 100
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:v\d+)?|v\d+")
_NUMBERED_WORD = re.compile(r"([^\W\d_]+)\d{1,2}")
_NAMED = re.compile(r"[^\W\d_]{2}|[^\W\d_]\d|\b[^\W\d_]\b")
_NO_NAME = re.compile(
    # an identifier
    r"(?:(?:arxiv|doi|eprint|oai)\W{0,3})?(?:\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,9}/\S+|"
    r"[a-z-]{2,12}(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?(?: ?\[[a-z.-]{2,20}\]?)?|"
    # a file
    r"[^\s/]+\.(?:pdf|ps|ps\.gz|djvu|epub|docx?|pptx?|html?|zip|tar\.gz)|"
    # an address
    r"www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|io|ai|gov|dev|co|cn|uk|de|fr|jp)/\S*|"
    r"(?:arxiv|doi|github|openreview|youtube|medium|twitter|x)\.(?:org|com|net)",
    re.IGNORECASE,
)
_LONGEST_NO_NAME = 300
_LONGEST_BESIDE = 100
_VENUES = frozenset(
    """
    AAAI AAMAS ACCV ACL ACM AISTATS ASPLOS BMVC CAV CCS CHI CIKM COLING COLM COLT CVPR CoNLL CoRL
    CoRR EACL ECAI ECCV ECML EMNLP EuroSys FAccT FOCS FSE HPCA ICALP ICASSP ICCV ICDE ICDM ICLR ICML
    ICRA ICSE IEEE IJCAI IJCV INTERSPEECH IROS ISCA ISMIR JMLR KDD L4DC LREC MICCAI MICRO MLSys
    NAACL NIPS NSDI NeurIPS Neurips OOPSLA OSDI PAMI PLDI PMLR PNAS PODC PODS POPL RSS
    RecSys SIGCOMM
    SIGGRAPH SIGIR SIGMOD SOSP STOC SODA TACL TIP TMLR TNNLS TOG TPAMI UAI UIST USENIX VLDB WACV
    WSDM WWW arXiv Arxiv ArXiv arxiv bioRxiv Nature Science Cell PLOS
    """.split()
)
_VENUE_YEAR = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_VENUES, key=len, reverse=True))})(?:['’](?P<short>\d\d)(?!\d)"
    r"|[ ,(]{1,3}(?:[A-Z][\w.]{0,15},? ){0,2}(?P<long>(?:19|20)\d\d)(?![\w/-]|\.\d))"
)
_CENTURY = 60
_BESIDE_VENUES = frozenset(
    """
    Findings Proceedings Proc Workshop Workshops Oral oral Spotlight spotlight Poster poster
    Highlight highlight Best best Paper paper Award award of in In the at Transactions and Preprint
    preprint
    """.split()
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
DATE = (
    rf"(?:{_DAY}\.?,? )?(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:[-–]\d{{1,2}})?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}|{_MONTH}|\d{{1,2}}[./]\d{{1,2}}(?=[./,]))"
    r"(?:[./,]{0,2} ?(?:19|20)\d\d)?"
)
"""A day as people write it in schedules and diaries, in English words or in numbers."""
WEEK = (
    r"(?:Week|Lecture|Lec\.?|Session|Meeting|Day|Module|Unit|Class|Woche|Semaine|Тема|Неделя)"
    r" ?#?\d{1,3}"
)
"""A place in a schedule."""
_SCHEDULED = re.compile(rf"\W*(?:{WEEK}|{DATE}|{_DAY})(?: ?\(?{DATE}\)?)?\W*")
_NAME = r"(?:(?:van|von|der|den|de|del|di|da|le|la) ){0,2}[^\W\d_a-z][\w'’-]{1,30}"
_CITATION = re.compile(
    rf"[\s(\[@]*{_NAME}(?:(?:,| &| and|,? und) {_NAME}){{0,6}}"
    r"(?:,? et al\b\.?,?(?: [A-Z][\w&/'’-]{1,20}){0,2}(?: ?[(\[]?(?:19|20)\d\d[a-z]?[)\]]?)?"
    r"|\+,? ?(?:19|20)\d\d[a-z]?"
    rf"|,? (?:&|and|und) {_NAME},? ?[(\[]?(?:19|20)\d\d[a-z]?[)\]]?)"
    r"(?:, pp?\. ?[\d–-]{1,12})?[\s)\].,:;]*"
)
_AROUND = " \t\n()[]{}<>.,;:!?*_`'\"-–—|"
_LIST_NAME = re.compile(
    "论文(?:列表|阅读|笔记|清单)|读[^ ]{0,4}论文|阅读|参考|論文(?:リスト|メモ)?$|メモ$|笔记$"
)
_SECTION_WORDS = frozenset(
    """
    additional all annotated articles awesome backlog background best bibliography blog books
    citations collection content contents conference courses current currently done essential
    favorite favourite finished further general good great inbox index interesting introduction
    journal key later learning list lists literature log machine main misc miscellaneous must next
    notes other others overview papers posts preprints progress publications queue random read
    reading recent recommended references related relevant research resources sources some
    syllabus reproduce implement discuss present group seminar course lecture week schedule program
    stuff surveys tbr things titles todo today topics tutorials unread unsorted useful various
    videos week weekly work works
    leseliste статьи литература чтение lectures lecture articles قراءات
    literatur quellen lektüre références bibliographie referencias bibliografía 参考文献 论文 阅读
    """.split()
)


def is_title(text: str) -> bool:
    """Whether a link text names the thing, rather than saying "paper" or "here".

    >>> [is_title(text) for text in ("paper", "see blog", "[2]", "BERT", "The BERT PAPER", "R")]
    [False, False, False, True, True, True]
    >>> [is_title(text) for text in ("1706.03762v5 [cs.CL]", "vaswani17.pdf", "论文", "x.org/abs/")]
    [False, False, False, False]
    """
    if "://" in text or _NAMED.search(text) is None or is_label(text):
        return False
    if len(text) < _LONGEST_BESIDE and (is_beside(text) or not any(map(str.isalpha, text))):
        return False
    return not (
        ("." in text or "/" in text)
        and len(text) < _LONGEST_NO_NAME
        and _NO_NAME.fullmatch(text.strip(_AROUND)) is not None
    )


def may_be_label(text: str) -> bool:
    """Whether a text starts with words that labels are made of; quicker than `is_label`.

    >>> may_be_label("paper"), may_be_label("Attention is all you need")
    (True, False)
    """
    for word in text.lower().split(" ", _FEW)[:_FEW]:
        if word.isalpha() and word not in _LABELS and word not in _FILLERS:
            return False
    return True


def is_beside(text: str) -> bool:
    """Whether a short text is what stands beside titles: a citation, a venue, a date, a week.

    >>> [is_beside(text) for text in ("Vaswani et al. (2017)", "ICLR 2020", "Sep 5", "BERT 2018")]
    [True, True, True, False]
    """
    if "et al" in text or "&" in text or "+" in text or " and " in text or " und " in text:
        return _CITATION.fullmatch(text) is not None
    words = _WORD.findall(text)
    if words and all(word in _VENUES or word in _BESIDE_VENUES or word.isdigit() for word in words):
        return any(word in _VENUES for word in words)
    return len(words) > 1 and _SCHEDULED.fullmatch(text) is not None


def venue_year(text: str) -> int | None:
    """The year that stands with the name of a venue.

    >>> venue_year("Peng et al. EMNLP Findings 2023."), venue_year("arXiv, Dec 2022")
    (2023, 2022)
    """
    match = _VENUE_YEAR.search(text)
    if match is None:
        return None
    if match["long"]:
        return int(match["long"])
    return int(match["short"]) + (2000 if int(match["short"]) < _CENTURY else 1900)


def is_label(text: str) -> bool:
    """Whether a text consists of words like "paper", "here" and numbers only."""
    return _of_labels(text) if len(text) < _SHORT else _of_labels.__wrapped__(text)


@lru_cache(maxsize=2048)
def _of_labels(text: str) -> bool:
    # The same few words stand on most links, and each is asked about several times.
    has_label = False
    count = 0
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        count += 1
        if (
            word in _LABELS
            or _NUMBER.fullmatch(word)
            or ((numbered := _NUMBERED_WORD.fullmatch(word)) and numbered[1] in _LABELS)
        ):
            has_label = True
        elif word not in _FILLERS:
            return False
    return has_label or not count


def is_section_name(heading: str) -> bool:
    """Whether a heading says what is listed under it ("Papers to read"), and names no paper."""
    if _LIST_NAME.search(heading):
        return True
    words = _WORD.findall(heading.lower())
    return all(
        word in _SECTION_WORDS or word in _LABELS or word in _FILLERS or word.isdigit()
        for word in words
    )
