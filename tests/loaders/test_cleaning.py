"""What cleaning makes of a page, and that every piece of it leads back to where it stood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from guanxi.loaders.cleaning import clean, simplify
from guanxi.loaders.offsets import Edit, apply
from hypothesis import example, given
from hypothesis import strategies as st

CASES = [
    # traditional characters, variants, radicals, compatibility ideographs
    ("爲啓動裏祕書峯會羣衆衞生麪鈎擧辦", "为启动里秘书峰会群众卫生面钩举办"),
    ("乾隆年間，瞭解乾坤；晾乾、乾部", "乾隆年间，了解乾坤；晾干、干部"),
    ("隨著發展，著名學者著作等身，有著名校背景，圍繞著主題", "随着发展，著名学者著作等身，有著名校背景，围绕着主题"),
    ("⾧江⻓城⾦⼭ 豈", "长江长城金山 岂"),
    ("计划与姓沈的沈静", "计划与姓沈的沈静"),
    # widths
    ("ＡＢＣ１２３％", "ABC123%"),
    ("張三,李四:王五;趙六!", "张三，李四：王五；赵六！"),
    ("共1,000人,10:30開始,比分3:2", "共1,000人，10:30开始，比分3:2"),
    ("１４：３０開會", "14:30开会"),
    ("見http://a.com:80/x,謝謝", "见http://a.com:80/x，谢谢"),
    ("公司(集團)與(Thomas Weber)及Acme (US) Ltd", "公司（集团）与（Thomas Weber）及Acme (US) Ltd"),
    ("瑪麗亞.桑托斯、漢斯•克莱默、让‧雷诺", "玛丽亚·桑托斯、汉斯·克莱默、让·雷诺"),
    ("第一句.第二句.\n", "第一句。第二句。\n"),
    ('他說"你好",「甲」『乙』', "他说“你好”，“甲”“乙”"),
    ("从”一带一路”到", "从“一带一路”到"),
    ("Krämer公司", "Krämer公司"),
    # pinyin
    ("會(huì)議在德陽(yáng)召開（kāi）", "会议在德阳召开"),
    ("會(hui\u0300)議", "会议"),
    ("女(nǚ)性綠(lǜ)色", "女性绿色"),
    ("長(cháng)(zhǎng)江", "长江"),
    ("中国(zhōng guó)人", "中国人"),
    ("會huì)議 動òng)員 部(bù門", "会议 动员 部门"),
    ("社会(huì", "社会"),
    ("會(huì)議(yì)開(kāi)始(shǐ)前(qián)到了(le)", "会议开始前到了"),
    (
        "(CEO)、協會(IBPA)、聯盟(ed)、韋伯(Thomas Weber)、網(lan)",
        "（CEO）、协会（IBPA）、联盟（ed）、韦伯（Thomas Weber）、网（lan）",
    ),
    ("新(xin)華(hua)社(she)蘭(lan)州(zhou)電(dian)", "新华社兰州电"),
    # lost characters and question marks
    ("社會?展", "社会?展"),
    ("社\ufffd\ufffd\ufffd展，博物□，发\ue001展", "社?展，博物?，发?展"),
    ("六?！比蝿?wù)的", "六?！比蝿?的"),
    ("真的吗?是什么?\n“好不好?”", "真的吗？是什么？\n“好不好？”"),
    # doubled marks, markup
    ("会见了,。等。。。，，", "会见了。等。"),
    ("甲&nbsp;乙&amp;丙<b>丁</b>", "甲 乙&丙丁"),
    ("见![图](http://a.b/c.png)和[链接](https://x.y/z)说**重点**", "见和链接说重点"),
    ("# 标题\n## 小标题", "标题\n小标题"),
    ("a\r\nb\u200b\ufeffc", "a\nbc"),
    # furniture
    ("首页 > 新闻 > 正文\n甲会见乙。\n上一篇：丙会见丁  下一篇：无", "\n甲会见乙。\n"),
    ("本校 | 新闻 | 校园 | 人物\n甲会见乙。\n相关新闻：\n丙会见丁\n戊出席论坛", "\n甲会见乙。\n"),
    ("甲会见乙。\n免责声明：本文与本网无关。", "甲会见乙。\n"),
    ("上一版  下一版\n下一版»本期共4版\n甲会见乙。", "\n\n甲会见乙。"),
    ("说明\n相关链接\n甲会见乙。丙出席", "说明\n\n甲会见乙。丙出席"),
    # a column whose lines were joined by spaces
    (
        "校长周以宁同云岭集团有限公司总 裁何思远签署合作协议，云岭集团 设备有限公司总经理林若松代表集 "
        "团向学校捐赠奖助学金，青年教师 奖由办公室主任丁晓岚代表学校接 受。这次"
        "合作将成为校企合作的典 范。仪式由校长主持。",
        "校长周以宁同云岭集团有限公司总裁何思远签署合作协议，云岭集团设备有限公司总经理林若松代表集团向学校捐赠奖助学金，青年教师"
        "奖由办公室主任丁晓岚代表学校接受。这次合作将成为校企合作的典范。仪式由校长主持。",
    ),
    # spaces
    ("王　芳和张三　李四", "王芳和张三 李四"),
    ("张 三　李四　王五", "张三 李四 王五"),
    ("官 方 公 众 号", "官方公众号"),
    ("　　邱　巍为局长；  \n", "邱巍为局长；\n"),
    ("共 200 人，12 月 5 日", "共200人，12月5日"),
    ("记者 杨哲 摄影 宗琪", "记者 杨哲 摄影 宗琪"),
    ("Acme  Ltd", "Acme Ltd"),
]


@pytest.mark.parametrize(("page", "expected"), CASES)
def test_cleans(page: str, expected: str) -> None:
    assert clean(page).text == expected


LINES = [
    # broken inside a sentence
    (
        "昨日召开会议。\n会议听取了工作报告，审议了第七届理事会提交的新修订的学\n会章程、选举了新一届理事会，随后闭幕。",
        True,
    ),
    ("关于做好下一阶段的工作，\n他提出三点要求。", True),
    ("他以《坚持服务大局\n做好四个面向》为题作报告。", True),
    ("双方交流了意见\n，会议随后结束。", True),
    # a headline, a caption, a dateline, a list, a full stop
    ("市长王某会见某国代表团\n本报讯（记者 李某）昨日，王某会见代表团。", False),
    ("学校召开年度工作会议，部署下一阶段重点任务安排\n会议现场\n昨日，学校召开会议。", False),
    ("图为会议现场，来自各地的代表认真听取报告。资料图片\n昨日，会议在京召开，各地代表参加。", False),
    ("第一句话说完了。\n第二句话开始了。", False),
    ("各单位要认真落实会议精神，做好以下几项工作\n一是加强领导，二是落实责任。", False),
]


@pytest.mark.parametrize(("page", "joined"), LINES)
def test_joins_only_broken_lines(page: str, joined: bool) -> None:
    assert (clean(page).text.count("\n") < page.count("\n")) == joined


def test_hard_wrapped_paragraph_becomes_one_line() -> None:
    lines = (
        "昨日在海滨城市召开的区域协作会议上各方代\n表围绕产业转移和人才培养深入交换了看法并\n"
        "就下一步合作达成共识并商定明年再次举行会\n议。"
    )
    assert "\n" not in clean(lines).text


def test_a_joint_in_a_byline_keeps_its_space() -> None:
    assert clean("本网讯（记者 张凯\n王欢）昨日，会议召开。").text.startswith("本网讯（记者 张凯 王欢）")


def test_a_slice_leads_back_without_the_pinyin_behind_it() -> None:
    page = "蒲江縣(xiàn)委書(shū)記(jì)劉剛(gāng)致辭"
    found = clean(page)
    start = found.text.index("刘刚")
    begin, end = found.original(start, start + 2)
    assert page[begin:end] == "劉剛"
    begin, end = found.original(0, found.text.index("刘刚"))
    assert page[begin:end] == "蒲江縣(xiàn)委書(shū)記"


def test_an_entity_leads_back_whole() -> None:
    page = "甲&amp;乙"
    assert [page[slice(*clean(page).original(i, i + 1))] for i in range(3)] == ["甲", "&amp;", "乙"]


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)
MESS = st.lists(
    st.sampled_from(
        [
            *'會議,。，、()（）?!:；“”「」 　\n\r.·１Ａa3-é\ufffd□著乾⾧\u0301\u200b[]*#<&𣗙"',
            *("(huì)", "huì)", "&nbsp;", "<br>", "。。", "![图](x)", "[a](http://b)", "他说", "Weber", "1,000", "\n\n"),
        ]
    ),
    max_size=60,
).map("".join)


@given(st.one_of(MESS, st.text(max_size=60)))
@example("")
@example("(huì)")
def test_every_slice_leads_back_in_order(page: str) -> None:
    found = clean(page)
    places = [found.original(i, i + 1) for i in range(len(found.text))]
    assert all(0 <= start < end <= len(page) for start, end in places)
    assert all(a <= c and b <= d for (a, b), (c, d) in pairwise(places))
    if places:
        assert found.original(0, len(found.text)) == (places[0][0], places[-1][1])


@given(
    st.lists(
        st.sampled_from(["会议", "召开。", "张三、", "在成都", "“好”", "（集团）", "2021年", "，"]), max_size=30
    ).map("".join)
)
def test_plain_simplified_text_stays(text: str) -> None:
    plain = text.replace("。，", "。").replace("、，", "、").replace("，，", "，")
    if "，，" not in plain and "、，" not in plain and "。，" not in plain:
        assert clean(plain).text == plain


@given(
    st.lists(
        st.tuples(st.sampled_from("會議長動員書記區縣"), st.sampled_from(["", "(huì)", "（zhǎng）", "(lǜ)"])),
        min_size=1,
        max_size=20,
    ),
    st.data(),
)
def test_the_original_slice_cleans_to_the_clean_slice(characters: list[tuple[str, str]], data: st.DataObject) -> None:
    page = "".join(c + reading for c, reading in characters)
    found = clean(page)
    start = data.draw(st.integers(0, len(found.text) - 1))
    end = data.draw(st.integers(start + 1, len(found.text)))
    begin, finish = found.original(start, end)
    assert clean(page[begin:finish]).text == found.text[start:end]


@given(st.one_of(HAN, MESS))
def test_simplifying_keeps_the_length(text: str) -> None:
    assert len(simplify(text)) == len(text)


@given(
    st.text("abc", max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from(["", "X", "XY"])), max_size=6),
)
def test_edits_keep_what_they_do_not_touch(text: str, edits: list[tuple[int, int, str]]) -> None:
    made = [Edit(s, s + n, new) for s, n, new in edits if s + n <= len(text)]
    changed, step = apply(text, made)
    if step is None:
        assert changed == text
        return
    for i, letter in enumerate(changed):
        begin, end = step.before(i, i + 1)
        assert letter in "XY" or text[begin:end] == letter
