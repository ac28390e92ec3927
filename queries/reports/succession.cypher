// title: Succession of a post
// 标题: 某职务的历任
// answers: who held which post in a body, in the order of the articles' dates
// parameter: body text | the organisation
// parameter: title text = '' | only posts whose title contains this (厅长, 会长); empty: every post
// columns: title, person, first, last, status, articles
MATCH (p:Entity {label: 'Person'})-[r:MEMBER_OF]->(b:Entity), (a:Entity {id: r.article})
WHERE (b.name = $body OR $body IN b.aliases) AND ($title = '' OR r.title CONTAINS $title)
WITH p, r.title AS title, r.status AS status, min(r.date) AS first, max(r.date) AS last, collect(DISTINCT a.source) AS articles
RETURN title, p.name AS person, first, last, status, articles
ORDER BY title, first, last, person, status, p.id
