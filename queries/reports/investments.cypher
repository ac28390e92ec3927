// title: Investors and holdings
// 标题: 投资与持股
// answers: who invested in, holds, bought or founded which company, with which share
// parameter: name text = '' | the investor or the company; empty: all
// columns: investor, company, kind, share, date, status, article, sentence
MATCH (x:Entity)-[r:INVESTED_IN]->(y:Entity), (a:Entity {id: r.article})
WHERE $name = '' OR x.name = $name OR $name IN x.aliases OR y.name = $name OR $name IN y.aliases
RETURN x.name AS investor, y.name AS company, r.kind AS kind, r.share AS share, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY date, investor, company, kind, share, article, sentence, r.id
