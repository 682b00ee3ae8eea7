"""The numbers of papers on the sites that number them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbib.identifiers.page_ids import page_id
from paperbib.identifiers.url import canonise
from paperbib.identifiers.whole import parse

_GATYS = "Gatys_Image_Style_Transfer_CVPR_2016_paper"
_RAW = "https://raw.githubusercontent.com/mlresearch"
_HASH = "3f5ee243547dee91fbd053c1c4a845aa"

SAME = {
    "openreview:rkgNKkHtvB": [
        "https://openreview.net/forum?id=rkgNKkHtvB",
        "http://www.openreview.net/forum?id=rkgNKkHtvB",
        "https://openreview.net/pdf?id=rkgNKkHtvB",
        "https://openreview.net/forum?id=rkgNKkHtvB&noteId=SJxyZ81IYQ",
        "https://openreview.net/forum?noteId=SJxyZ81IYQ&id=rkgNKkHtvB#discussion",
        "https://openreview.net/attachment?id=rkgNKkHtvB&name=pdf",
        "https://api2.openreview.net/pdf?id=rkgNKkHtvB",
    ],
    "acl:N19-1423": [
        "https://aclanthology.org/N19-1423",
        "https://aclanthology.org/N19-1423/",
        "https://aclanthology.org/N19-1423.pdf",
        "https://www.aclanthology.org/N19-1423v2.pdf",
        "http://aclanthology.org/n19-1423",
        "https://www.aclweb.org/anthology/N19-1423",
        "https://www.aclweb.org/anthology/N19-1423.pdf",
        "http://aclweb.org/anthology/N/N19/N19-1423.pdf",
        "https://aclweb.org/anthology/papers/N/N19/N19-1423/",
        "https://aclanthology.info/papers/N19-1423/n19-1423",
        "http://www.aclanthology.info/papers/N19-1423",
        "https://aclanthology.coli.uni-saarland.de/pdf/N/N19/N19-1423.pdf",
        "doi:10.18653/v1/N19-1423",
        "doi:10.18653/V1/n19-1423",
    ],
    "acl:P14-1062": ["doi:10.3115/v1/P14-1062", "https://aclanthology.org/P14-1062"],
    "acl:2020.acl-main.1": [
        "https://aclanthology.org/2020.acl-main.1/",
        "https://www.aclweb.org/anthology/2020.acl-main.1.pdf",
        "doi:10.18653/v1/2020.acl-main.1",
    ],
    "acl:2020.findings-emnlp.301": [
        "https://aclanthology.org/2020.findings-emnlp.301.pdf",
        "doi:10.18653/v1/2020.findings-emnlp.301",
    ],
    "pmlr:v9/glorot10a": [
        "http://proceedings.mlr.press/v9/glorot10a.html",
        "https://proceedings.mlr.press/v9/glorot10a",
        "https://proceedings.mlr.press/v9/glorot10a/glorot10a.pdf",
        "http://jmlr.org/proceedings/papers/v9/glorot10a/glorot10a.pdf",
        "http://www.jmlr.org/proceedings/papers/v9/glorot10a.html",
    ],
    "pmlr:v37/ioffe15": [
        "https://proceedings.mlr.press/v37/ioffe15.html",
        "http://proceedings.mlr.press/v37/ioffe15.pdf",
        "http://jmlr.org/proceedings/papers/v37/ioffe15.pdf",
        "http://jmlr.csail.mit.edu/proceedings/papers/v37/ioffe15.pdf",
    ],
    "pmlr:v235/abad-rocamora24a": [
        "https://proceedings.mlr.press/v235/abad-rocamora24a.html",
        f"{_RAW}/v235/main/assets/abad-rocamora24a/abad-rocamora24a.pdf",
    ],
    f"neurips:2017:{_HASH}": [
        f"https://papers.nips.cc/paper/2017/hash/{_HASH}-Abstract.html",
        f"https://papers.neurips.cc/paper/2017/file/{_HASH}-Paper.pdf",
        f"http://proceedings.neurips.cc/paper_files/paper/2017/hash/{_HASH}-Abstract.html",
        f"https://proceedings.neurips.cc/paper_files/paper/2017/file/{_HASH}-Paper-Conference.pdf",
        f"https://proceedings.neurips.cc/paper/2017/hash/{_HASH}-Abstract-Conference.html",
    ],
    "neurips:7181": [
        "https://papers.nips.cc/paper/7181-attention-is-all-you-need",
        "http://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf",
    ],
    f"cvf:content_cvpr_2016/{_GATYS.removesuffix('_paper').lower()}": [
        f"https://openaccess.thecvf.com/content_cvpr_2016/html/{_GATYS}.html",
        f"http://openaccess.thecvf.com/content_cvpr_2016/papers/{_GATYS}.pdf",
        f"https://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/{_GATYS}.pdf",
    ],
    "cvf:content/cvpr2021w/ntire/li_a_cvprw_2021": [
        "https://openaccess.thecvf.com/content/CVPR2021W/NTIRE/html/Li_A_CVPRW_2021_paper.html",
        "https://openaccess.thecvf.com/content/CVPR2021W/NTIRE/papers/Li_A_CVPRW_2021_paper.pdf",
    ],
    "jmlr:v3/blei03a": [
        "http://www.jmlr.org/papers/v3/blei03a.html",
        "https://jmlr.org/papers/volume3/blei03a/blei03a.pdf",
        "http://jmlr.csail.mit.edu/papers/v3/blei03a.html",
    ],
    "jmlr:v21/20-074": [
        "http://jmlr.org/papers/v21/20-074.html",
        "https://www.jmlr.org/papers/volume21/20-074/20-074.pdf",
    ],
    "ijcai:2017/1": [
        "https://www.ijcai.org/proceedings/2017/1",
        "https://www.ijcai.org/proceedings/2017/0001.pdf",
        "https://www.ijcai.org/Proceedings/2017/1",
        "doi:10.24963/ijcai.2017/1",
    ],
    "aaai:6297": [
        "https://ojs.aaai.org/index.php/AAAI/article/view/6297",
        "https://ojs.aaai.org/index.php/AAAI/article/view/6297/6153",
        "https://ojs.aaai.org/index.php/AAAI/article/download/6297/6153",
        "doi:10.1609/aaai.v34i05.6297",
    ],
}
NONE = [
    "arxiv:1706.03762",
    "doi:10.1162/tacl_a_00041",
    "doi:10.18653/v1",
    "doi:10.18653/v1/N19-1423.supp",
    "doi:10.18653/v2/N19-1423",
    "doi:10.1609/icwsm.v14i1.6297",
    "https://openreview.net/",
    "https://openreview.net/forum",
    "https://openreview.net/forum?id=",
    "https://openreview.net/forum?id=rkgNKkHtvB&id=SkhQHMW0W",
    "https://openreview.net/group?id=ICLR.cc/2020/Conference",
    "https://openreview.net/attachment?id=rkgNKkHtvB&name=supplementary_material",
    "https://openreview.net/references/pdf?id=rkgNKkHtvB",
    "https://openreview.net/pdf/0a1b2c3d4e5f.pdf",
    "https://openreview.net:8080/forum?id=rkgNKkHtvB",
    "https://openreview.net.evil.example/forum?id=rkgNKkHtvB",
    "https://aclanthology.org/volumes/N19-1/",
    "https://aclanthology.org/N19-1423.bib",
    "https://aclanthology.org/attachments/N19-1423.Software.zip",
    "https://aclanthology.info/papers/N19-1423/n19-1424",
    "https://aclanthology.info/events/naacl-2019",
    "https://aclanthology.org/people/j/jacob-devlin/",
    "https://www.aclweb.org/portal/N19-1423",
    "https://proceedings.mlr.press/v9/",
    "http://proceedings.mlr.press/v70/arjovsky17a/arjovsky17a-supp.pdf",
    "http://proceedings.mlr.press/v70/arjovsky17a/other17a.pdf",
    "http://proceedings.mlr.press/v37/ioffe15-supp.pdf",
    "http://proceedings.mlr.press/v37.pdf",
    "https://github.com/mlresearch/v235/blob/main/assets/abad24a/abad24a.pdf",
    f"https://papers.nips.cc/paper/2017/file/{_HASH}-Supplemental.zip",
    f"https://papers.nips.cc/paper/2017/file/{_HASH}-Paper-Supplemental.pdf",
    f"https://papers.nips.cc/paper/2017/file/{_HASH}-Reviews.html",
    f"https://papers.nips.cc/paper/2017/file/{_HASH}-Bibtex.bib",
    "https://papers.nips.cc/paper/2017",
    "https://papers.nips.cc/paper/7181-attention-is-all-you-need-supplemental.zip",
    "https://papers.nips.cc/paper/7181-attention-is-all-you-need-reviews",
    f"https://openaccess.thecvf.com/content_cvpr_2016/supplemental/{_GATYS}.pdf",
    f"https://openaccess.thecvf.com/content_cvpr_2016/html/{_GATYS}.pdf",
    "https://openaccess.thecvf.com/CVPR2016",
    "http://jmlr.org/papers/v3/",
    "http://jmlr.org/papers/volume21/20-074/20-075.pdf",
    "https://www.ijcai.org/proceedings/2015/1",
    "https://www.ijcai.org/proceedings/2017/preface",
    "https://www.aaai.org/ocs/index.php/AAAI/AAAI18/paper/view/16488",
    "https://ojs.aaai.org/index.php/ICWSM/article/view/6297",
]


def number_of(text: str) -> str | None:
    identifier = canonise(text) if text.startswith("http") else parse(text)
    assert identifier is not None
    return page_id(identifier)


@pytest.mark.parametrize(
    ("text", "number"), [(text, number) for number, texts in SAME.items() for text in texts]
)
def test_every_address_of_a_paper_has_its_number(text: str, number: str) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_paper_has_none(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "https://openreview.net/forum?id=rkgNKkHtvB",
            "https://openreview.net/forum?id=rkgNKkHtvb",
        ),
        ("https://aclanthology.org/N19-1423", "https://aclanthology.org/N19-1424"),
        ("http://jmlr.org/papers/v3/blei03a.html", "http://jmlr.org/papers/v4/blei03a.html"),
        (
            "https://openaccess.thecvf.com/content/CVPR2021W/A/html/Li_X_CVPRW_2021_paper.html",
            "https://openaccess.thecvf.com/content/CVPR2021W/B/html/Li_X_CVPRW_2021_paper.html",
        ),
        ("http://proceedings.mlr.press/v9/a10a.html", "http://jmlr.org/papers/v9/a10a.html"),
    ],
)
def test_other_papers_have_other_numbers(one: str, other: str) -> None:
    assert number_of(one) is not None
    assert number_of(one) != number_of(other)


@given(st.sampled_from([text for texts in SAME.values() for text in texts]), st.text(max_size=9))
def test_nothing_that_is_added_breaks_it(text: str, more: str) -> None:
    identifier = canonise(text + more) if text.startswith("http") else None
    assert identifier is None or page_id(identifier) is None or ":" in str(page_id(identifier))


@pytest.mark.parametrize(
    "head",
    [
        "https://proceedings.mlr.press/v9/",
        "https://papers.nips.cc/paper/1-",
        "https://openaccess.thecvf.com/content/",
        "https://aclanthology.org/2020.",
        "https://aclanthology.info/papers/2020.",
        "https://jmlr.org/papers/volume1/",
    ],
)
@pytest.mark.parametrize("filler", ["a1", "-", "a", "10a/10a/", "_paper", "1."])
def test_a_hostile_address_takes_no_time(head: str, filler: str) -> None:
    identifier = canonise(head + filler * 50_000)
    assert identifier is not None
    start_s = time.perf_counter()
    page_id(identifier)
    assert time.perf_counter() - start_s < 0.2
