// title: Who invested in a body
// 标题: 谁投资了某公司
// example: 康禾智护有哪些股东？
// example: Who invested in 康禾智护?
// asks: <whom_zh>(投资|入股|收购|持有|控股|增资|领投|跟投)(过|了)?{body}(的股份|的股权)?
// asks: {body}(的)?(股东|投资方|投资人|投资者|出资方|大股东)(都)?(是|有)(谁|<which>|哪些)
// asks: {body}(都)?有<which>(股东|投资方|投资人)
// asks: (who|which {kind}) (has |have )?(invested in|owns?|holds? shares (of|in)|bought) {body}
// asks: who are the (shareholders|investors|owners) (of|in) {body}
// parameter: body body | the organisation
// parameter: kind labels = '' | only investors of this kind
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: investor
// columns: investor, kind, share, date, status, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:INVESTED_IN]-(i:Entity)
WITH r, i WHERE i.label IN $kind AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN i.name AS investor, r.kind AS kind, r.share AS share, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, investor, kind, share, article, sentence, r.id
