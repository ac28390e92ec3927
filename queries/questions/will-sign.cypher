// title: Signings that are only planned
// 标题: 计划中的签约
// example: 银桥集团计划和谁签约？
// asks: {who}(计划|打算|准备|拟|将|将要|即将)<with>(<which>{kind}|<whom_zh>)<signed_zh>(<document_zh>)?
// asks: (with )?(whom|who) (will|does|is) {who} (plan to |going to )?sign( with)?
// parameter: who node | the body that signs
// parameter: kind labels = '' | only parties of this kind
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: partner
// columns: partner, kind, document, date, article, sentence
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[r:SIGNED_WITH]-(m:Entity)
WITH r, m WHERE m.label IN $kind AND r.status = 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN m.name AS partner, m.label AS kind, r.document AS document, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, partner, document, article, sentence, r.id
