// title: Which bodies are members of an association
// 标题: 某协会的成员单位
// example: 长江下游智慧康养产业联盟有哪些成员单位？
// example: Which companies are members of 安徽省康养服务行业协会?
// asks: {body}(都)?有(<which>|哪些)(成员单位|会员单位|成员|会员|理事单位|副会长单位)
// asks: {body}(的)?(成员单位|会员单位|成员|会员|理事单位)(都)?(有|是)(谁|<which>|哪些)(单位)?
// asks: (<which>{kind}|谁)(加入了?|参加了|是){body}(的)?(成员|会员|成员单位|会员单位)?
// asks: (who|which {kind}) (are|is) (the )?(members?|a member|part) of {body}
// asks: (who|which {kind}) (has |have )?joined {body}
// parameter: body body | the association
// parameter: kind labels = '' | only members of this kind
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: member
// columns: member, kind, title, date, status, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:MEMBER_OF]-(m:Entity)
WITH r, m WHERE m.label <> 'Person' AND m.label IN $kind AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN m.name AS member, m.label AS kind, r.title AS title, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, member, title, article, sentence, r.id
