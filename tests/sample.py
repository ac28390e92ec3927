"""Articles made by hand for the tests of the queries: a small world of invented people and bodies.

岚山市发展论坛 (2021, 临溪县, in 岚山市, in 云岭省): 闻采薇 and 卓一岚 speak, 祁望舒 attends
a signing (2022): 岚山市科学技术局 with 青禾智能科技有限公司; planned (2023): 青禾 with 云岭大学
an alliance: 青禾 and 云岭大学 are members of 云岭省机器人产业联盟, of which 桑榆南 is president
"""

from __future__ import annotations

from collections.abc import Mapping

from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node
from guanxi.graph.store import Store

LABELS = {
    "闻采薇": "Person",
    "卓一岚": "Person",
    "祁望舒": "Person",
    "桑榆南": "Person",
    "岚山市科学技术局": "Agency",
    "云岭省科学技术厅": "Agency",
    "青禾智能科技有限公司": "Company",
    "云岭大学": "School",
    "云岭省机器人产业联盟": "Association",
    "首届岚山发展论坛": "Event",
    "2022岚山技能大赛": "Event",
    "临溪县": "Region",
    "岚山市": "Region",
    "云岭省": "Region",
    "澜江市": "Region",
}
ALIASES = {
    "青禾智能科技有限公司": ("青禾智能", "青禾公司"),
    "岚山市科学技术局": ("市科技局",),
    "云岭省科学技术厅": ("省科技厅",),
    "首届岚山发展论坛": ("论坛", "岚山论坛"),
    "云岭大学": ("雲嶺大學",),
    "云岭省机器人产业联盟": ("机器人联盟",),
}

Fact = tuple[str, str, str, dict[str, str]]


def graph(source: str, date: str, *facts: Fact, labels: Mapping[str, str] = LABELS) -> ArticleGraph:
    """An article that states these facts: (type, source name, target name, properties), a sentence each.

    A name that has no label among `labels` is a Company.
    """
    names = list(dict.fromkeys(name for _, a, b, _ in facts for name in (a, b)))
    edges: list[Edge] = []
    text = ""
    for type_, a, b, properties in facts:
        sentence = f"{a}{''.join(properties.values())}{b}。"
        evidence = Evidence(sentence, len(text), len(text) + len(sentence))
        edges.append(Edge(type_, a, b, {"date": date} | properties, evidence, "test.fact"))
        text += sentence
    return ArticleGraph(
        Article(source.removesuffix(".txt"), source, f"关于{names[0]}", date, digest=source),
        tuple(Node(name, labels.get(name, "Company"), name, (name, *ALIASES.get(name, ()))) for name in names),
        tuple(Mention(name, name, text.index(name), text.index(name) + len(name)) for name in names),
        tuple(edges),
    )


REGIONS: tuple[Fact, ...] = (
    ("PART_OF", "临溪县", "岚山市", {}),
    ("PART_OF", "岚山市", "云岭省", {}),
)

FORUM = graph(
    "forum.txt",
    "2021-05-20",
    ("SPOKE_AT", "闻采薇", "首届岚山发展论坛", {"role": "致辞"}),
    ("SPOKE_AT", "卓一岚", "首届岚山发展论坛", {"role": "主旨演讲"}),
    ("ATTENDED", "祁望舒", "首届岚山发展论坛", {}),
    ("MEMBER_OF", "闻采薇", "岚山市科学技术局", {"title": "局长"}),
    ("MEMBER_OF", "卓一岚", "青禾智能科技有限公司", {"title": "董事长"}),
    ("ORGANIZED", "岚山市科学技术局", "首届岚山发展论坛", {"role": "主办"}),
    ("HELD_IN", "首届岚山发展论坛", "临溪县", {}),
    ("LOCATED_IN", "岚山市科学技术局", "岚山市", {}),
    *REGIONS,
)
SIGNING = graph(
    "signing.txt",
    "2022-03-01",
    ("SIGNED_WITH", "岚山市科学技术局", "青禾智能科技有限公司", {"document": "战略合作协议"}),
    ("MEMBER_OF", "闻采薇", "岚山市科学技术局", {"title": "局长"}),
    ("MEMBER_OF", "祁望舒", "云岭大学", {"title": "副校长"}),
    ("MET_WITH", "闻采薇", "桑榆南", {}),
    ("LOCATED_IN", "岚山市科学技术局", "岚山市", {}),
    ("LOCATED_IN", "青禾智能科技有限公司", "澜江市", {}),
    ("PART_OF", "澜江市", "云岭省", {}),
    *REGIONS,
)
AGAIN = graph(
    "again.txt",
    "2022-09-09",
    ("SIGNED_WITH", "青禾智能科技有限公司", "岚山市科学技术局", {"document": "补充协议"}),
    ("SPOKE_AT", "闻采薇", "2022岚山技能大赛", {"role": "讲话"}),
    ("ATTENDED", "卓一岚", "2022岚山技能大赛", {}),
    ("HELD_IN", "2022岚山技能大赛", "岚山市", {}),
    ("MEMBER_OF", "卓一岚", "云岭省机器人产业联盟", {"title": "理事"}),
    ("INVESTED_IN", "青禾智能科技有限公司", "云岭大学", {"kind": "设立", "share": "30%"}),
    *REGIONS,
)
ALLIANCE = graph(
    "alliance.txt",
    "2023-01-15",
    ("MEMBER_OF", "青禾智能科技有限公司", "云岭省机器人产业联盟", {"title": "副会长单位"}),
    ("MEMBER_OF", "云岭大学", "云岭省机器人产业联盟", {"title": "成员单位"}),
    ("MEMBER_OF", "桑榆南", "云岭省机器人产业联盟", {"title": "会长"}),
    ("MEMBER_OF", "桑榆南", "岚山市科学技术局", {"title": "局长", "status": "past"}),
    ("SIGNED_WITH", "青禾智能科技有限公司", "云岭大学", {"document": "合作框架协议", "status": "planned"}),
    ("PART_OF", "岚山市科学技术局", "云岭省科学技术厅", {}),
)
WORLD = (FORUM, SIGNING, AGAIN, ALLIANCE)


def many(number: int) -> list[ArticleGraph]:
    """Articles that share their speakers and bodies, four edges each beside the mentions."""
    people = ["闻采薇", "卓一岚", "祁望舒", "桑榆南"]
    return [
        graph(
            f"news-{i}.txt",
            f"2022-01-{i % 28 + 1:02}",
            ("SPOKE_AT", people[i % 4], "首届岚山发展论坛", {"role": "致辞"}),
            ("SPOKE_AT", people[i % 4], "首届岚山发展论坛", {"role": "主持"}),
            ("MEMBER_OF", people[i % 4], f"第{i % 50}公司", {"title": "总经理"}),
            ("SIGNED_WITH", f"第{i % 50}公司", f"第{i % 7}公司", {"document": "协议"}),
        )
        for i in range(number)
    ]


def memory(store: Store) -> list[list[str]]:
    """What identity remembers, the journal among it; not which state of the graph it is, that no other graph has."""
    return store.query("MATCH (m:Memory) WHERE m.id <> 'revision' RETURN m.id, m.value ORDER BY m.id").rows
