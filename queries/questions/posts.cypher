// title: What posts somebody holds or held
// 标题: 某人的职务
// example: 项北辰担任什么职务？
// example: 芮清源是谁？
// example: What posts does 仇雨霖 hold?
// asks: {person}(现在)?(担任|任|有|担任过|任过)(过)?(<which>|哪些)(职务|职位|职|头衔)
// asks: {person}(的)?(职务|职位|头衔|身份)(是)?(<which>|谁)?
// asks: {person}(是|在)(哪个|哪家|什么|哪)(单位|公司|机构|部门|学校)(的|工作|任职)?(人)?
// asks: {person}(是)?(谁|什么人|做什么的|干什么的)
// asks: {person}在(哪里|哪儿)(工作|任职)
// asks: (what|which) (posts?|positions?|titles?|jobs?) (does|did|has) {person} (hold|held|have|had)
// asks: where does {person} work
// asks: who is {person}
// asks: what is {person}'?s? (post|position|title|job)
// parameter: person person | the person
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: body
// columns: body, title, status, first, last, articles, sentence
MATCH (p:Entity {id: $person})
OPTIONAL MATCH (p)-[r:MEMBER_OF]->(b:Entity)
WITH r, b WHERE b.id IS NOT NULL AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
WITH b, r.title AS title, r.status AS status, min(r.date) AS first, max(r.date) AS last, count(DISTINCT r.article) AS articles, max(r.evidence) AS sentence
RETURN b.name AS body, title, status, first, last, articles, sentence
ORDER BY last DESC, body, title, status, b.id
