"""The words that notes put on links instead of a title: "paper", "pdf", "here", 论文."""

from __future__ import annotations

import re

_LABELS = frozenset(
    """
    abs abstract acl acm alphaxiv announcement appendix ar5iv article articles arxiv aclanthology
    bib bibtex biorxiv blog blogpost citation cite code codes colab colaboratory cvf data dataset
    demo details discussion dl doc docs doi download ee eprint full github git gitlab hal hf here
    homepage html ieee implementation important info link link1 link2 links manuscript
    medrxiv more must new note notebook official openreview page paper papers pdf pmlr post poster
    preprint presentation project publication publisher read reading recording ref reference repo
    repository review see site slide slides source src ssrn supp supplement supplementary talk tex
    this thread todo tutorial twitter update uri url video view watch web webpage website weights
    wikipedia www youtube
    artikel hier lien ici papier quelle vidéo artículo enlace aquí código vídeo статья ссылка код
    论文 论文链接 论文地址 论文下载 代码 代码链接 代码地址 链接 地址 原文 原文链接 项目 项目主页
    项目地址 主页 博客 视频 幻灯片 数据集 下载 下载链接 官网 解读
    論文 論文リンク コード リンク 動画 スライド 資料 連結 程式碼 프로젝트 논문 코드 링크 영상
    """.split()
)
_FILLERS = frozenset(
    "a an and at by for from in my of on one or original our that the to via".split()
)
_FEW = 3
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+(?:v\d+)?|v\d+")
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
_AROUND = " \t\n()[]{}<>.,;:!?*_`'\"-–—|"
_SECTION_WORDS = frozenset(
    """
    additional all annotated articles awesome backlog background best bibliography blog books
    citations collection content contents conference courses current currently done essential
    favorite favourite finished further general good great inbox index interesting introduction
    journal key later learning list lists literature log machine main misc miscellaneous must next
    notes other others overview papers posts preprints progress publications queue random read
    reading recent recommended references related relevant research resources sources some
    stuff surveys tbr things titles todo today topics tutorials unread unsorted useful various
    videos week weekly work works
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


def is_label(text: str) -> bool:
    """Whether a text consists of words like "paper", "here" and numbers only."""
    has_label = False
    count = 0
    for match in _WORD.finditer(text.lower()):
        word = match[0]
        count += 1
        if word in _LABELS or _NUMBER.fullmatch(word):
            has_label = True
        elif word not in _FILLERS:
            return False
    return has_label or not count


def is_section_name(heading: str) -> bool:
    """Whether a heading says what is listed under it ("Papers to read"), and names no paper."""
    words = _WORD.findall(heading.lower())
    return all(
        word in _SECTION_WORDS or word in _LABELS or word in _FILLERS or word.isdigit()
        for word in words
    )
