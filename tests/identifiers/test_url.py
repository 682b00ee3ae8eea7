import pytest
from hypothesis import given
from hypothesis import provisional as web_addresses
from hypothesis import strategies as st

from paperbib.identifiers import url, web
from paperbib.identifiers.identifier import Identifier


def canonised(address: str) -> str:
    identifier = url.canonise(address)
    assert identifier is not None
    return identifier.value


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("https://e.org/a?utm_source=x&b=1&utm_medium=y", "https://e.org/a?b=1"),
        ("https://e.org/a?fbclid=x", "https://e.org/a"),
        ("https://E.org:443/A?B=%20&c", "https://e.org/A?B=%20&c"),
        ("http://e.org:8080/", "http://e.org:8080/"),
        ("https://github.com/a/b?tab=readme-ov-file#usage", "https://github.com/a/b"),
        ("https://e.org/a?tab=1", "https://e.org/a?tab=1"),
        ("https://towardsdatascience.com/a?source=email-1---", "https://towardsdatascience.com/a"),
        ("https://someone.medium.com/a?source=x&y=1", "https://someone.medium.com/a?y=1"),
        (
            "https://groups.google.com/forum/#!topic/a/b",
            "https://groups.google.com/forum/#!topic/a/b",
        ),
        (
            "https://openreview.net/forum?id=3Aoft6NWFej",
            "https://openreview.net/forum?id=3Aoft6NWFej",
        ),
        ("https://www.youtube.com/watch?v=a&si=b", "https://www.youtube.com/watch?v=a"),
        ("https://e.org/a?x=1;y=2&&z", "https://e.org/a?x=1;y=2&&z"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        ("https://münchen.example/ü", "https://münchen.example/ü"),
    ],
)
def test_canonise(address: str, value: str) -> None:
    assert canonised(address) == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://e.org/a", "https://e.org/a/"),
        ("https://e.org", "https://e.org/"),
        ("https://e.org/a#x", "https://e.org/a#y"),
        ("https://e.org/a?utm_id=1", "https://E.ORG/a"),
    ],
)
def test_same_page(one: str, other: str) -> None:
    assert url.canonise(one) == url.canonise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/a", "https://e.org/A"),
        ("https://e.org/a?x=1", "https://e.org/a?x=2"),
        ("https://e.org/#!a", "https://e.org/#!b"),
        ("https://www.e.org/a", "https://e.org/a"),
    ],
)
def test_other_page(one: str, other: str) -> None:
    assert url.canonise(one) != url.canonise(other)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://transformer", "no dot"),
        ("http://localhost:8000/x", "no dot"),
        ("https://", "no host"),
        ("https://e.org:port/", "no URL"),
        ("https://[::1/", "no URL"),
        ("https://a..b/", "no host name"),
        ("https://-a.org/", "no host name"),
    ],
)
def test_host_fault(address: str, reason: str) -> None:
    assert reason in (url.host_fault(address) or "")
    assert url.canonise(address) is None


@given(web_addresses.urls())
def test_canonising_twice_changes_nothing(address: str) -> None:
    identifier = url.canonise(address)
    if identifier is not None:
        again = url.canonise(identifier.value)
        assert again == identifier
        assert again is not None
        assert again.value == identifier.value


@given(st.text(max_size=60))
def test_no_address_raises(tail: str) -> None:
    url.canonise("https://" + tail)
    web.read("http://" + tail)
    web.read_destination(tail)


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("https://arxiv.org/abs/1706.03762v5", "arxiv:1706.03762"),
        ("http://www.arxiv.org/pdf/1706.03762.pdf?fbclid=x#page=3", "arxiv:1706.03762"),
        ("https://export.arxiv.org/abs/hep-th/9901001/", "arxiv:hep-th/9901001"),
        ("https://arxiv.org/abs/hep-th%2F9901001", "arxiv:hep-th/9901001"),
        ("https://arxiv.org/abs/2105.14103-", "arxiv:2105.14103"),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "arxiv:1706.03762"),
        ("https://huggingface.co/papers/1706.03762", "arxiv:1706.03762"),
        ("https://www.alphaxiv.org/abs/1706.03762v1", "arxiv:1706.03762"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
        ("https://dx.doi.org/10.1000%2Fxyz", "doi:10.1000/xyz"),
        ("https://web.archive.org/web/2020/https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
        (
            "https://web.archive.org/web/2020*/http://e.org/",
            "url:https://web.archive.org/web/2020*/http://e.org/",
        ),
        ("https://api.semanticscholar.org/arXiv:1706.03762", "arxiv:1706.03762"),
        ("https://scirate.com/arxiv/1706.03762", "arxiv:1706.03762"),
        ("https://scirate.com/foo/1234567", "url:https://scirate.com/foo/1234567"),
        ("https://ui.adsabs.harvard.edu/abs/arXiv:1706.03762", "arxiv:1706.03762"),
        ("https://www.emergentmind.com/papers/1706.03762", "arxiv:1706.03762"),
        ("https://dl.acm.org/doi/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?x=1", "doi:10.1145/3292500.3330701"),
        (
            "https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf",
            "doi:10.1007/s11263-015-0816-y",
        ),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf",
            "doi:10.1101/2020.01.01.123456",
        ),
        (
            "https://www.frontiersin.org/articles/10.3389/fnins.2019.00001/full",
            "doi:10.3389/fnins.2019.00001",
        ),
        (
            "https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.116.061102",
            "doi:10.1103/PhysRevLett.116.061102",
        ),
        ("https://dl.acm.org/profile/81100/x", "url:https://dl.acm.org/profile/81100/x"),
        ("https://arxiv.org/list/cs.CL/recent", "url:https://arxiv.org/list/cs.CL/recent"),
        ("https://huggingface.co/blog/x", "url:https://huggingface.co/blog/x"),
        ("https://notarxiv.org/abs/1706.03762", "url:https://notarxiv.org/abs/1706.03762"),
        (
            "http://webcache.googleusercontent.com/search?q=cache:http://www.wildml.com/2016/a/",
            "url:http://www.wildml.com/2016/a/",
        ),
        (
            "https://www.google.com/url?sa=t&url=https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762&usg=x",
            "arxiv:1706.03762",
        ),
    ],
)
def test_read(address: str, printed: str) -> None:
    reading = web.read(address)
    assert reading.fault == ""
    assert reading.cited is not None
    assert str(reading.cited.identifier) == printed


def test_a_typo_in_an_arxiv_address_is_a_fault_and_no_page() -> None:
    reading = web.read("https://arxiv.org/abs/1713.03762")
    assert reading.cited is None
    assert "no month 13" in reading.fault


@pytest.mark.parametrize(
    "address", ["mailto:a@b.org", "./x.ipynb", "#top", "ftp://e.org/x", "", "doi:x"]
)
def test_no_reference(address: str) -> None:
    reading = web.read_destination(address)
    assert reading is None or reading.cited is None


def test_identifiers_sort_by_scheme_and_identity() -> None:
    one, two = Identifier("arxiv", "2001.00001"), Identifier("url", "https://a.org", "a.org")
    assert sorted([two, one]) == [one, two]


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org",
        "https://e.org/",
        "http://e.org/a/b.html",
        "https://arxiv.org/abs/1706.03762",
        "https://e.org/10.1038/nature14539",
        "https://doi.org/10.1038/nature14539",
        "https://huggingface.co/papers/1706.03762",
        "https://e.org/https://arxiv.org/abs/1706.03762",
        "https://e.org/arxiv.org/abs/1706.03762",
        "https://foo.local/x",
        "https://foo.localhost/x",
        "https://arxiv.example.org/abs/1706.03762",
        "https://img.shields.io/badge/arXiv-1706.03762-b31b1b",
    ],
)
def test_the_short_way_to_a_page_leads_where_the_long_one_does(address: str) -> None:
    assert web.read(address) == web.read(f"{address}#")


@given(web_addresses.urls())
def test_a_fragment_changes_no_reading(address: str) -> None:
    plain = address.partition("#")[0]
    if url.canonise(plain):
        assert web.read(plain) == web.read(f"{plain}#x")
