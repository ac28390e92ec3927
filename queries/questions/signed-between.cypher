// title: What two names signed with each other
// 标题: 两者之间的签约
// example: 银桥集团和康禾智护签过什么协议？
// example: Did 银桥集团 and 上海浦云老年医院 sign an agreement?
// asks: {who}<with>{other}(之间)?<signed_zh>(过|了)?(<which>|哪些)?(<document_zh>)?
// asks: {who}<with>{other}之间(有)?(<which>|哪些)(<document_zh>|签约|合作)
// asks: {who}<with>{other}(有没有|是否)<signed_zh>过?(<document_zh>)?
// asks: what (did|have) {who} and {other} sign(ed)?( with each other)?
// asks: (did|have) {who} and {other} (ever )?sign(ed)?( (an agreement|a contract|anything))?
// asks: what has {who} signed with {other}
// parameter: who node | one of the two
// parameter: other node | the other
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: document
// columns: document, date, status, article, sentence
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)-[r:SIGNED_WITH]-(m:Entity)
WITH r, m WHERE m.id = $other AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN r.document AS document, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date DESC, document, status, article, sentence, r.id
