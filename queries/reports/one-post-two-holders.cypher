// title: One post, two holders
// 标题: 同一职务有两人
// answers: where two articles of one year give the same single post of a body to two people: a change of office, or a contradiction
// columns: body, title, person, date, article, other, other_date, other_article
MATCH (x:Entity {label: 'Person'})-[r:MEMBER_OF]->(b:Entity)
WHERE r.status = '' AND r.title IN ['书记', '党组书记', '党委书记', '省长', '市长', '区长', '县长', '厅长', '局长', '部长', '主任', '院长', '校长', '董事长', '总经理', '总裁', '会长', '理事长', '秘书长', '主席']
WITH x, r, b
OPTIONAL MATCH (b)<-[s:MEMBER_OF]-(y:Entity)
WITH x, r, b, s, y
WHERE y.label = 'Person' AND x.id < y.id AND r.title = s.title AND s.status = '' AND left(r.date, 4) = left(s.date, 4) AND r.article <> s.article
OPTIONAL MATCH (a:Entity {id: r.article})
OPTIONAL MATCH (c:Entity {id: s.article})
RETURN b.name AS body, r.title AS title, x.name AS person, r.date AS date, a.source AS article,
       y.name AS other, s.date AS other_date, c.source AS other_article
ORDER BY body, title, date, person, other, other_date, article, other_article, r.id, s.id
