// title: Who is called what in which article
// 标题: 各篇文章对人和机构的称呼
// answers: the forms under which each article names each node; the whole provenance of the graph
// parameter: article text = '' | the article's source file or title; empty: all articles
// columns: article, node, label, names
MATCH (a:Entity {label: 'Article'})-[m:MENTIONS]->(n:Entity)
WHERE $article = '' OR a.source = $article OR a.title = $article OR a.id = $article
RETURN a.source AS article, n.id AS node, n.label AS label, m.names AS names
ORDER BY article, a.id, label, node, m.id
