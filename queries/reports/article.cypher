// title: What an article says
// 标题: 一篇文章说了什么
// answers: every relationship that one article tells, with its sentence and the rule that read it: the article's own graph
// parameter: article text | the article's source file or title
// columns: source, source_kind, relation, detail, target, target_kind, date, status, rule, sentence
MATCH (a:Entity {label: 'Article'})
WHERE a.source = $article OR a.title = $article OR a.id = $article
MATCH (x:Entity)-[r:MEMBER_OF|SPOKE_AT|ATTENDED|ORGANIZED|SIGNED_WITH|MET_WITH|LAUNCHED_AT|INVESTED_IN|PART_OF|HELD_IN|LOCATED_IN]->(y:Entity)
WHERE r.article = a.id
RETURN x.name AS source, x.label AS source_kind, type(r) AS relation, r.title + r.role + r.document + r.kind + r.share AS detail,
       y.name AS target, y.label AS target_kind, r.date AS date, r.status AS status, r.rule AS rule, r.evidence AS sentence
ORDER BY relation, source, target, detail, sentence, r.id
