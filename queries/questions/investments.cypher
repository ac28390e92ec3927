// title: In what somebody invested
// 标题: 某方投资了哪些公司
// example: 银桥集团投资了哪些公司？
// example: What did 芜湖澛江产业投资有限公司 invest in?
// asks: {who}(都)?(投资|入股|收购|持股|控股|参股|设立|领投|跟投)(过|了)?(<which>(公司|企业|项目|单位|机构)?|谁)
// asks: (what|which companies|which bodies|in what|in which companies) (did|has|have|does) {who} (invest(ed)?( in)?|own|hold|buy|bought|acquired?)
// parameter: who node | the investor
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: body
// columns: body, kind, share, date, status, article, sentence
MATCH (i:Entity {id: $who})
OPTIONAL MATCH (i)-[r:INVESTED_IN]->(b:Entity)
WITH r, b WHERE b.id IS NOT NULL AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN b.name AS body, r.kind AS kind, r.share AS share, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, body, kind, share, article, sentence, r.id
