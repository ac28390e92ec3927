// title: Newcomers in a period
// 标题: 某时期首次出现的名字
// answers: which people and organisations are first named by an article of the period
// parameter: since date | the first date of the period (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | its last date; empty: until today
// parameter: kind text = '' | only this label (Person, Company, …); empty: people and organisations
// columns: name, kind, first, articles
MATCH (a:Entity {label: 'Article'})-[:MENTIONS]->(n:Entity)
WHERE a.date <> '' AND (n.label = $kind OR ($kind = '' AND n.label <> 'Region' AND n.label <> 'Event'))
WITH n, min(a.date) AS first, count(DISTINCT a.id) AS articles
WHERE first >= $since AND ($until = '' OR left(first, size($until)) <= $until)
RETURN n.name AS name, n.label AS kind, first, articles
ORDER BY first, kind, name, n.id
