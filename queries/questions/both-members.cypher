// title: To what two names both belong
// 标题: 两者共同加入的组织
// example: 银桥集团和皖江康养职业学院都加入了哪些联盟？
// asks: {who}<with>{other}(都|共同)(加入|参加|在)(了|过)?<which>(协会|联盟|组织|单位|商会)
// asks: {who}<with>{other}有<which>共同的?(组织|协会|单位|身份|联盟)
// asks: (to )?(which|what) (associations?|bodies|organisations?|organizations?) (do|did|are) {who} and {other} (both )?(belong to|join|members of|belong)( to)?
// parameter: who node | one of the two
// parameter: other node | the other
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: body
// columns: body, first_title, second_title, article, sentence
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[r:MEMBER_OF]->(b:Entity)
WITH r, b WHERE b.id IS NOT NULL AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (b)<-[s:MEMBER_OF]-(m:Entity)
WITH r, b, s, m WHERE m.id = $other AND s.status <> 'planned'
MATCH (a:Entity {id: r.article})
RETURN DISTINCT b.name AS body, r.title AS first_title, s.title AS second_title, a.source AS article, r.evidence AS sentence
ORDER BY body, first_title, second_title, article, sentence
