// title: With whom somebody signed
// 标题: 某方和谁签过约
// example: 银桥集团和哪些企业签过约？
// example: Who signed agreements with 皖江康养职业学院?
// asks: {who}<with>(<which>{kind}|<whom_zh>)<signed_zh>(过|了)?(<which>)?(<document_zh>)?
// asks: (<which>{kind}|<whom_zh>)<with>{who}<signed_zh>(过|了)?(<document_zh>)?
// asks: {who}(都)?<with>(<which>{kind}|<whom_zh>)有?(签约|合作协议|合作)(关系)?
// asks: (with )?(whom|who|which {kind}) (did|has|have) {who} sign(ed)?( (a contract|agreements?|contracts?|anything))?( with)?
// asks: (who|which {kind}) (has |have )?signed( (a contract|agreements?|contracts?))? with {who}
// parameter: who node | the body that signed
// parameter: kind labels = '' | only parties of this kind
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: partner
// columns: partner, kind, document, date, article, sentence
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[r:SIGNED_WITH]-(m:Entity)
WITH r, m WHERE m.label IN $kind AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN m.name AS partner, m.label AS kind, r.document AS document, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, partner, document, article, sentence, r.id
