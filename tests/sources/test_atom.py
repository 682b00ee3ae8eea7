from paperbib.sources import atom

FEED = """<?xml version="1.0"?>
<?style x?><!-- before -->
<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/"
  xmlns:x="http://arxiv.org/schemas/atom">
  <o:totalResults>1</o:totalResults>
  <a:entry><unknown/>
    <a:id>http://arxiv.org/abs/1706.03762v7</a:id>
    <a:title>Attention <!-- c -->Is <![CDATA[All & ]]>You<?pi x?> Need</a:title>
    <a:updated>2023-08-02T00:41:18Z</a:updated><a:published>2017-06-12T17:57:34Z</a:published>
    <a:summary>  One
 two</a:summary>
    <a:author><a:name>Ashish Vaswani</a:name></a:author>
    <x:primary_category term="cs.CL"/><a:category term="cs.CL"/>
  </a:entry>
</a:feed>"""


def test_comments_instructions_prefixes_and_unknown_elements_change_nothing() -> None:
    (entry,) = atom.parse(FEED.encode(), most=1).entries
    assert " ".join(entry.title.split()) == "Attention Is All & You Need"
    again = atom.parse_entry(entry.raw)
    assert again.title == entry.title
    assert again.published == entry.published
