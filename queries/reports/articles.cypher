// title: The articles of the graph
// 标题: 图中的文章
// answers: which articles the graph was read from, and how many nodes each names
// columns: article, title, date, publisher, nodes
MATCH (a:Entity {label: 'Article'})
OPTIONAL MATCH (a)-[m:MENTIONS]->(n:Entity)
WITH a, count(DISTINCT n.id) AS nodes
RETURN a.source AS article, a.title AS title, a.date AS date, a.publisher AS publisher, nodes
ORDER BY date, article, a.id
