"""What one more article costs in a small and in a large graph: identity must not compare everything with everything.

    python bench/identity.py [ARTICLES]     (default 20,000; 100,000 take about half an hour)

Loads invented articles in which a few people, companies and forums come up often and most come up once or twice,
under full and short names, and times single loads after 1,000 articles and after all. Prints both medians in
milliseconds, their ratio (1.5 at most is wanted), and how many forms became how many nodes.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import date as date_
from pathlib import Path

from guanxi.graph.model import Article, ArticleGraph, Edge, Evidence, Mention, Node
from guanxi.graph.store import open_store

SMALL = 1_000
SINGLES = 40
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰云志华建国文玉梅红春光海波永林立新东荣宝成龙天宇思晨子涵雨欣"
BRANDS = SURNAMES + GIVEN + "澜远汇禾皓锦渝鲜顺溪御和博岭星河鼎盛宏图嘉业腾飞凯旋瑞丰泰金石蓝绿野中升西北辰万象百川千帆"
TRADES = "科技 电子 机械 物流 信息技术 生物医药 新材料 环保 能源 汽车部件 农业 建设 食品 软件 数控".split()
CITIES = "成都市 绵阳市 德阳市 宜宾市 杭州市 宁波市 温州市 武汉市 宜昌市 西安市 南京市 苏州市 广州市 长沙市".split()


class World:
    """People with their companies, and articles about them; article i is the same in every world of one size."""

    def __init__(self, companies: int) -> None:
        dice = random.Random(companies)
        self.companies: list[tuple[str, str]] = []
        for _ in range(companies):
            short = "".join(dice.sample(BRANDS, 2)) + dice.choice(TRADES)
            self.companies.append((f"{dice.choice(CITIES)[:-1]}{short}有限公司", short))
        self.people = [
            (dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN), dice.randrange(companies))
            for _ in range(2 * companies)
        ]

    def article(self, number: int) -> ArticleGraph:
        """Four people speak at a forum; most have a post, two companies sign."""
        dice = random.Random(number)
        city = dice.choice(CITIES)
        forum = f"第{dice.randint(1, 12)}届{city[:-1]}{dice.choice(self.companies)[1]}产业论坛"
        facts = [("HELD_IN", ("Event", forum), ("Region", city))]
        facts.append(("ORGANIZED", ("Agency", f"{city}人民政府"), ("Event", forum)))
        bodies: list[tuple[str, str]] = []
        for _ in range(4):
            name, at = self.people[int(dice.random() ** 2 * len(self.people))]
            bodies.append(("Company", self.companies[at][dice.random() > 0.6]))
            facts.append(("SPOKE_AT", ("Person", name), ("Event", forum)))
            if dice.random() < 0.9:
                facts.append(("MEMBER_OF", ("Person", name), bodies[-1]))
        if bodies[0] != bodies[1]:
            facts.append(("SIGNED_WITH", bodies[0], bodies[1]))
        return _article(number, facts)


def _article(number: int, facts: list[tuple[str, tuple[str, str], tuple[str, str]]]) -> ArticleGraph:
    nodes = {end: Node("".join(end), *end, (end[1],)) for _, a, b in facts for end in (a, b)}
    date = str(date_.fromordinal(date_(2010, 1, 1).toordinal() + number // 20))
    edges: list[Edge] = []
    at = 0
    for type_, a, b in facts:
        sentence = f"{a[1]}与{b[1]}在会上见面，并就下一步的工作交换了意见。"
        evidence = Evidence(sentence, at, at + len(sentence))
        edges.append(Edge(type_, nodes[a].id, nodes[b].id, {"date": date}, evidence, "bench"))
        at += len(sentence)
    mentions = tuple(Mention(node.id, node.name, 0, len(node.name)) for node in nodes.values())
    return ArticleGraph(
        Article(f"a{number}", f"a{number}.txt", f"第{number}篇", date, str(number)),
        tuple(nodes.values()),
        mentions,
        tuple(edges),
    )


def singles(address: str, world: World, first: int) -> float:
    """The median of single loads into a graph that is there, each in one transaction, in milliseconds."""
    times: list[float] = []
    with open_store(address) as store:
        for number in range(first, first + SINGLES):
            article = world.article(number)
            begun = time.perf_counter()
            store.load([article])
            times.append(1_000 * (time.perf_counter() - begun))
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    whole = int(sys.argv[1]) if sys.argv[1:] else 20_000
    world = World(20_000)
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "graph.lbug")
        medians: list[float] = []
        done = 0
        for size in (SMALL, whole):
            begun = time.perf_counter()
            with open_store(address) as store:
                store.load(world.article(number) for number in range(done, size))
            each = 1_000 * (time.perf_counter() - begun) / (size - done)
            medians.append(singles(address, world, size))
            done = size + SINGLES
            print(f"{size:,} articles: {each:.1f} ms each in a batch, {medians[-1]:.1f} ms alone", flush=True)
        with open_store(address, read_only=True) as store:
            forms = store.query("MATCH (m:Memory) WHERE m.id STARTS WITH 'form:' RETURN count(m)").rows[0][0]
            nodes = sum(number for label, number in store.counts()["nodes"].items() if label != "Article")
    print(f"ratio {medians[1] / medians[0]:.2f} (1.5 at most is wanted); {forms:,} forms are {nodes:,} nodes")


if __name__ == "__main__":
    main()
