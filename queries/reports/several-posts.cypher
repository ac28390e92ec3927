// title: People with posts in several bodies
// 标题: 在多个单位任职的人
// answers: who holds posts in more than one body (former and planned posts left out)
// parameter: least int = 2 | only people with posts in at least so many bodies
// columns: person, times, posts
MATCH (p:Entity {label: 'Person'})-[r:MEMBER_OF]->(b:Entity)
WHERE r.status = ''
WITH p, count(DISTINCT b.id) AS times, collect(DISTINCT b.name + r.title) AS posts
WHERE times >= $least
RETURN p.name AS person, times, posts
ORDER BY times DESC, person, p.id
