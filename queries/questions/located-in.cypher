// title: Which organisations sit in a region
// 标题: 某地有哪些机构
// example: 镇江市有哪些企业？
// example: Which companies are in 芜湖市?
// asks: {region}(都)?有<which>{kind}
// asks: <which>{kind}(位于|在|设在|坐落于){region}
// asks: (which|what) {kind} (are|is) (there )?(based |located |seated )?in {region}
// parameter: region region | the region; those inside it count too
// parameter: kind labels = '' | only bodies of this kind
// counts: name
// columns: name, kind, place, articles
UNWIND $region AS id
MATCH (p:Entity {id: id})
OPTIONAL MATCH (p)<-[r:LOCATED_IN]-(o:Entity)
WITH p, r, o WHERE o.label IN $kind
RETURN o.name AS name, o.label AS kind, p.name AS place, count(DISTINCT r.article) AS articles
ORDER BY articles DESC, kind, name, place
