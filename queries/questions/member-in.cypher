// title: To which associations a body belongs
// 标题: 某单位加入了哪些协会
// example: 银桥集团加入了哪些协会？
// example: Which associations does 香港耆乐社会服务联会 belong to?
// asks: {who}(都)?(加入|参加|参与)(过|了)?<which>(协会|联盟|组织|商会|学会|社团)
// asks: {who}是<which>(协会|联盟|组织|商会|学会)(的)?(会员|成员|成员单位|会员单位|理事单位)
// asks: (which|what) (associations?|alliances?|organisations?|organizations?) (is|does|has|did) {who} (a member of|belong to|joined?|in)
// parameter: who node | the body or person
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: association
// columns: association, title, date, status, article, sentence
MATCH (m:Entity {id: $who})
OPTIONAL MATCH (m)-[r:MEMBER_OF]->(b:Entity)
WITH r, b WHERE b.label = 'Association' AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN b.name AS association, r.title AS title, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, association, title, article, sentence, r.id
