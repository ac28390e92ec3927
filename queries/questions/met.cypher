// title: Whom somebody met
// 标题: 某人会见过谁
// example: 桑知夏会见过谁？
// example: Whom did 应慕白 meet?
// asks: {person}(都)?<met_zh>(过|了)?<whom_zh>
// asks: <whom_zh><met_zh>(过|了)?{person}
// asks: {person}<with><whom_zh><met_zh>(过|了)?
// asks: (whom|who) (did|has|have) {person} (meet|met|received?|met with)
// asks: who (has |have )?(met|received|called on) (with )?{person}
// parameter: person person | the person
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: person
// columns: person, date, status, article, sentence
MATCH (n:Entity {id: $person})
OPTIONAL MATCH (n)-[r:MET_WITH]-(m:Entity)
WITH r, m WHERE m.id IS NOT NULL AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN m.name AS person, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, person, article, sentence, r.id
