"""Questions in words over the demo's articles: the answers, by hand, on both engines; and what is not answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from guanxi.graph.store import Store, open_store
from guanxi.loaders import extract
from guanxi.queries import reports
from guanxi.queries.ask import ask, questions, shown, understand
from guanxi.queries.problems import NothingFound, UsageProblem

DEMO = Path(reports.__file__).parent / "demo"
TODAY = date(2024, 6, 1)

FIRST, SECOND = (
    "首届长江下游智慧康养产业发展论坛暨长江下游智慧康养产业联盟成立大会",
    "第二届长江下游智慧康养产业发展论坛",
)
SIGNING, MEETING = "皖江康养职业学院校企合作签约仪式", "桑知夏会见银桥集团董事长仇雨霖一行"
BANK, SCHOOL, HOSPITAL = "银桥养老服务集团有限公司", "皖江康养职业学院", "上海浦云老年医院"
TOOLS, GUARD = "镇江润芷康复器械股份有限公司", "康禾智护科技（芜湖）有限公司"
ALLIANCE, TRADE = "长江下游智慧康养产业联盟", "安徽省康养服务行业协会"

# the question, its kind, the column that answers, and what stands there
ANSWERS: list[tuple[str, str, str, set[str]]] = [
    ("银桥集团的董事长是谁？", "holder", "person", {"仇雨霖"}),
    ("請問銀橋集團的董事長是誰？", "holder", "person", {"仇雨霖"}),
    ("谁是银桥集团董事长", "holder", "person", {"仇雨霖"}),
    ("谁担任皖江康养职业学院党委书记？", "holder", "person", {"阚立诚"}),
    ("Who is the chairman of 银桥集团?", "holder", "person", {"仇雨霖"}),
    ("芜湖市副市长是谁？", "holder", "person", {"柏景澄"}),
    ("安徽省康养服务行业协会会长是谁", "holder", "person", {"苗若谷"}),
    ("谁曾任镇江市民政局局长？", "former-holder", "person", {"倪长风"}),
    ("Who was the former 总经理 of 银桥集团?", "former-holder", "person", {"仇雨霖"}),
    ("皖江康养职业学院历任院长是谁？", "line", "person", {"芮清源", "应慕白"}),
    ("项北辰担任什么职务？", "posts", "body", {GUARD}),
    ("What posts does 仇雨霖 hold?", "posts", "body", {BANK, ALLIANCE}),
    ("苗若谷是谁？", "posts", "body", {TRADE}),
    ("谁在第二届长江下游智慧康养产业发展论坛上致辞？", "spoke-at", "speaker", {"桑知夏", "岑望舒", "仇雨霖"}),
    ("谁主持了第二届长江下游智慧康养产业发展论坛？", "spoke-at", "speaker", {"沈砚秋"}),
    (f"{SECOND}的主持人是谁？", "spoke-at", "speaker", {"沈砚秋"}),
    (
        f"Who gave a keynote at {SECOND}?",
        "spoke-at",
        "speaker",
        {"芮清源", "费嘉树", "项北辰"},
    ),
    ("校企合作签约仪式由谁主持？", "spoke-at", "speaker", {"应慕白"}),
    ("岑望舒在哪些活动上致辞？", "spoke-where", "event", {FIRST, SECOND}),
    ("Where did 桑知夏 speak?", "spoke-where", "event", {SECOND}),
    ("苗若谷在哪些活动上主持过？", "spoke-where", "event", {FIRST}),
    ("倪长风参加过哪些活动？", "attended-which", "event", {FIRST, SECOND, MEETING}),
    ("Which events did 苗若谷 attend?", "attended-which", "event", {FIRST, "媒体沟通会"}),
    ("2022年以来倪长风出席过哪些活动？", "attended-which", "event", {SECOND, MEETING}),
    ("倪长风2021年参加过什么活动？", "attended-which", "event", {FIRST}),
    ("去年倪长风参加过哪些活动？", "attended-which", "event", {SECOND}),
    ("Which events did 倪长风 attend before 2022?", "attended-which", "event", {FIRST}),
    ("谁出席了媒体沟通会？", "attended-event", "guest", {"卓念慈", "戚遥", "苗若谷"}),
    ("Who was at 媒体沟通会?", "attended-event", "guest", {"卓念慈", "戚遥", "苗若谷"}),
    ("仇雨霖和桑知夏一起出席过哪些活动？", "both-attended", "event", {SECOND}),
    ("Which events did 岑望舒 and 柏景澄 both attend?", "both-attended", "event", {FIRST, SIGNING}),
    ("谁和苗若谷一起出席过活动？2024年", "together", "person", {"卓念慈", "戚遥"}),
    ("银桥集团和哪些企业签过约？", "signed-with", "partner", {TOOLS, GUARD}),
    ("银桥集团与哪些医院签了协议？", "signed-with", "partner", {"芜湖赭云康复医院", HOSPITAL}),
    ("Who signed agreements with 康禾智护 in 2023?", "signed-with", "partner", {BANK, TOOLS}),
    ("哪些学校和皖江康养职业学院签过约？", "signed-with", "partner", {"镇江高等护理学校", "香港颐康专业教育学院"}),
    ("银桥集团计划和谁签约？", "will-sign", "partner", {"京口区人民政府"}),
    ("银桥集团和上海浦云老年医院签过什么协议？", "signed-between", "document", {"远程会诊协议"}),
    ("Did 皖江康养职业学院 and 镇江高等护理学校 sign an agreement?", "signed-between", "document", {"师资互聘协议"}),
    (
        "长江下游智慧康养产业联盟有哪些成员单位？",
        "members",
        "member",
        {BANK, SCHOOL, HOSPITAL, TOOLS, "香港耆乐社会服务联会"},
    ),
    (
        f"Which companies are members of {TRADE}?",
        "members",
        "member",
        {GUARD, "镇江康芷智能器械有限公司"},
    ),
    ("银桥集团加入了哪些协会？", "member-in", "association", {ALLIANCE}),
    ("银桥集团和皖江康养职业学院都加入了哪些联盟？", "both-members", "body", {ALLIANCE}),
    ("第二届长江下游智慧康养产业发展论坛由谁承办？", "organisers", "organiser", {TOOLS}),
    ("谁协办了第二届长江下游智慧康养产业发展论坛？", "organisers", "organiser", {GUARD}),
    ("江苏省民政厅指导过哪些活动？", "organised", "event", {SECOND}),
    ("媒体沟通会是什么时候举行的？", "when-held", "date", {"2024-05-09"}),
    ("When was 桑知夏会见银桥集团董事长仇雨霖一行 held?", "when-held", "date", {"2022-05-20"}),
    ("校企合作签约仪式在哪里举行？", "where-held", "place", {"弋江区"}),
    ("江苏省举办过哪些活动？", "events-in", "event", {SECOND, MEETING}),
    ("Which events were held in 芜湖市 in 2021?", "events-in", "event", {FIRST, SIGNING}),
    ("镇江市有哪些企业？", "located-in", "name", {TOOLS, "镇江康芷智能器械有限公司"}),
    ("上海浦云老年医院在哪里？", "seat", "place", {"上海市"}),
    ("康禾智护有哪些股东？", "investors", "investor", {BANK, "芜湖澛江产业投资有限公司"}),
    ("Who invested in 康禾智护?", "investors", "investor", {BANK, "芜湖澛江产业投资有限公司"}),
    ("银桥集团投资了哪些公司？", "investments", "body", {GUARD}),
    ("桑知夏会见过谁？", "met", "person", {"仇雨霖"}),
    ("Whom did 应慕白 meet?", "met", "person", {"黎婉仪"}),
    ("皖江康养职业学院有哪些部门？", "parts", "part", {f"{SCHOOL}老年护理系"}),
    ("老年护理系隶属于哪个单位？", "parent", "parent", {SCHOOL}),
    (f"{SECOND}上揭牌了哪些机构？", "launched", "body", {"联盟京口工作站"}),
    ("哪些文章提到黎婉仪？", "articles-about", "article", {"04-hongkong.txt", "07-forum.txt"}),
    ("Which articles mention 景怀舟?", "articles-about", "article", {"06-investment.txt"}),
    ("镇江市民政局有谁参加了首届长江下游智慧康养产业发展论坛？", "people-at", "person", {"倪长风"}),
]

COMMANDS = {
    "黎婉仪和桑知夏有什么关系？": ("connection", ["黎婉仪", "桑知夏"]),
    "黎婉仪怎么认识桑知夏的？": ("connection", ["黎婉仪", "桑知夏"]),
    "Who connects 黎婉仪 to 桑知夏?": ("connection", ["黎婉仪", "桑知夏"]),
    "What is the connection between 黎婉仪 and 桑知夏?": ("connection", ["黎婉仪", "桑知夏"]),
    "仇雨霖和谁见面最多？": ("partners", ["仇雨霖"]),
    "介绍一下仇雨霖": ("about", ["仇雨霖"]),
    "Tell me about 银桥集团": ("about", [BANK]),
    "How many people are in the graph?": ("counts", []),
}


@pytest.fixture(scope="module", params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def demo(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The demo's graph, in each engine."""
    address = request.getfixturevalue("neo4j_uri") if request.param == "neo4j" else ":memory:"
    with open_store(address) as store:
        store.clear()
        store.load(graph for graph in extract([str(DEMO)]) if not isinstance(graph, str))
        yield store


def test_questions_are_answered(demo: Store) -> None:
    wrong: list[str] = []
    for text, kind, column, expected in ANSWERS:
        understood = understand(demo, text, TODAY)
        found = {row[column] for row in ask(demo, understood).flat().records()}
        if (understood.question.name, found) != (kind, expected):
            wrong.append(f"{text} → {understood.question.name}: {found}")
    assert not wrong


def test_some_questions_are_answered_by_a_command(demo: Store) -> None:
    for text, (kind, names) in COMMANDS.items():
        understood = understand(demo, text)
        assert (understood.question.name, [f.name for f in understood.names.values()]) == (kind, names), text
        assert understood.question.runs


def test_every_answer_quotes_what_the_columns_promise(demo: Store) -> None:
    for text, _, _, _ in ANSWERS:
        understood = understand(demo, text, TODAY)
        answer = ask(demo, understood)
        assert answer.sections[-1].table.columns == understood.question.columns, text
        assert understood.question.cypher in shown(understood)


def test_a_number_is_counted(demo: Store) -> None:
    answer = ask(demo, understand(demo, "银桥集团和多少家企业签过约？"))
    assert answer.sections[0].table.records() == [{"number": 2, "of": "partner"}]
    answer = ask(demo, understand(demo, "How many events did 倪长风 attend?"))
    assert answer.sections[0].table.records() == [{"number": 3, "of": "event"}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？",
        "今天天气怎么样？",
        "银桥集团去年赚了多少钱？",
        "仇雨霖几岁了？",
        "为什么芮清源不再担任院长？",
        "银桥集团好不好？",
        "谁最有钱？",
        "What is the weather like?",
        "Is 仇雨霖 married?",
        "How old is 仇雨霖?",
        "DROP TABLE Entity",
        "MATCH (n) DETACH DELETE n",
        "仇雨霖",
        "仇雨霖 桑知夏",
        "谁没有出席媒体沟通会？",
        "谁和仇雨霖没有签过约？",
        "银桥集团为什么和康禾智护签约？",
    ],
)
def test_what_is_not_understood_is_not_answered(demo: Store, text: str) -> None:
    with pytest.raises((UsageProblem, NothingFound)):
        understand(demo, text)


def test_a_name_that_is_not_known_is_said_to_be_so(demo: Store) -> None:
    with pytest.raises(NothingFound) as problem:
        understand(demo, "谁和仇雨林一起出席过活动？")
    assert "near: 仇雨霖" in str(problem.value)
    with pytest.raises(UsageProblem) as choice:
        understand(demo, "民政局局长是谁？")
    assert "芜湖市民政局" in str(choice.value) and "镇江市民政局" in str(choice.value)


def test_nobody_says_so_is_an_empty_answer(demo: Store) -> None:
    assert ask(demo, understand(demo, "谁是镇江市民政局局长？")).empty  # he has left, and nobody is said to follow
    assert ask(demo, understand(demo, "桑知夏投资了哪些公司？")).empty


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_every_example_is_of_its_kind(question: object) -> None:
    from guanxi.queries.ask import Question

    assert isinstance(question, Question)
    with open_store(":memory:") as store:
        store.load(graph for graph in extract([str(DEMO)]) if not isinstance(graph, str))
        for example in question.examples:
            assert understand(store, example).question is question, example
