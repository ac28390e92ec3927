// title: Where an organisation sits
// 标题: 某单位在哪里
// example: 镇江市民政局在哪里？
// example: Where is 康禾智护科技（芜湖）有限公司 based?
// asks: {body}(位于|坐落于|设在|在)(哪里|哪儿|什么地方|何处|哪个(城市|地方|省|市))
// asks: {body}是(哪里|哪儿|什么地方|哪个(城市|地方|省|市))的
// asks: {body}(的)?(所在地|地址|总部)(是|在)(哪里|哪儿|哪)
// asks: where is {body}( (based|located|seated))?
// parameter: body body | the organisation
// counts: place
// columns: place, inside, articles, sentence
MATCH (o:Entity {id: $body})
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Entity)
WITH r, p WHERE p.id IS NOT NULL
OPTIONAL MATCH (p)-[:PART_OF]->(q:Entity)
WITH r, p, collect(DISTINCT q.name) AS inside
RETURN p.name AS place, inside, count(DISTINCT r.article) AS articles, min(r.evidence) AS sentence
ORDER BY articles DESC, place
