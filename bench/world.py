"""Invented articles in any number for the benches: few names that come up often, many that come up once or twice.

Article `i` is the same in every world of one size, whatever came before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰云志华建国文玉梅红春光海波永林立新东荣宝成龙天宇思晨子涵雨欣"
BRANDS = SURNAMES + GIVEN + "澜远汇禾皓锦渝鲜顺溪御和博岭星河鼎盛宏图嘉业腾飞凯旋瑞丰泰金石蓝绿野中升西北辰万象百川千帆"
TRADES = "科技 电子 机械 物流 信息技术 生物医药 新材料 环保 能源 汽车部件 农业 建设 食品 软件 数控".split()
CITIES = "成都市 绵阳市 德阳市 宜宾市 杭州市 宁波市 温州市 武汉市 宜昌市 西安市 南京市 苏州市 广州市 长沙市".split()
EDGES = 15
"""Edges of an article that say something; its mentions come on top."""


class World:
    """So many companies, twice as many people with a post in one, and articles in which they meet at a forum."""

    def __init__(self, companies: int) -> None:
        dice = random.Random(companies)
        self._companies: list[tuple[str, str]] = []
        for _ in range(companies):
            short = "".join(dice.sample(BRANDS, 2)) + dice.choice(TRADES)
            self._companies.append((f"{dice.choice(CITIES)[:-1]}{short}有限公司", short))
        self._people = [
            (dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN), dice.randrange(companies))
            for _ in range(2 * companies)
        ]

    def articles(self, first: int, last: int) -> Iterator[ArticleGraph]:
        """The articles from `first` to `last`, that one not among them."""
        return map(self.article, range(first, last))

    def article(self, number: int) -> ArticleGraph:
        """Four people with their posts speak at a forum, their companies sign, and some of it is told twice."""
        dice = random.Random(number)
        city = dice.choice(CITIES)
        forum = "Event", f"第{dice.randint(1, 12)}届{city[:-1]}{dice.choice(self._companies)[1]}产业论坛"
        facts = [("HELD_IN", forum, ("Region", city)), ("ORGANIZED", ("Agency", f"{city}人民政府"), forum)]
        guests: list[tuple[tuple[str, str], tuple[str, str]]] = []
        for _ in range(4):
            name, at = self._people[int(dice.random() ** 3 * len(self._people))]  # a few far more often than most
            guests.append((("Person", name), ("Company", self._companies[at][dice.random() > 0.6])))
        while len(facts) < EDGES:
            (person, body), (_, other) = dice.sample(guests, 2)
            facts += [("SPOKE_AT", person, forum), ("MEMBER_OF", person, body)]
            facts += [("SIGNED_WITH", body, other)] if body != other else []
        return _article(number, facts[:EDGES])


def _article(number: int, facts: list[tuple[str, tuple[str, str], tuple[str, str]]]) -> ArticleGraph:
    nodes = {end: Node("".join(end), *end, (end[1],)) for _, a, b in facts for end in (a, b)}
    day = str(date.fromordinal(date(2010, 1, 1).toordinal() + number // 20))
    edges: list[Edge] = []
    at = 0
    for type_, a, b in facts:
        sentence = f"{a[1]}与{b[1]}在会上见面，并就下一步的工作交换了意见。"
        evidence = Evidence(sentence, at, at + len(sentence))
        edges.append(Edge(type_, nodes[a].id, nodes[b].id, {"date": day}, evidence, "bench"))
        at += len(sentence)
    mentions = tuple(Mention(node.id, node.name, 0, len(node.name)) for node in nodes.values())
    article = Article(f"a{number}", f"a{number}.txt", f"第{number}篇", day, str(number))
    return ArticleGraph(article, tuple(nodes.values()), mentions, tuple(edges))
