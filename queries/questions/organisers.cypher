// title: Who organised an event
// 标题: 谁主办了某活动
// example: 第二届长江下游智慧康养产业发展论坛由谁主办？
// example: Who organised 第二届长江下游智慧康养产业发展论坛?
// asks: <whom_zh>{hosting}(过|了)?{event}
// asks: {event}(是|由|是由)<whom_zh>{hosting}(的)?
// asks: {event}(的)?{hosting}(方|单位|者)(是|有)(谁|<which>|哪些)(单位)?
// asks: who (organi[sz]ed|held|hosted|{hosting}) {event}
// asks: who (was|were) the (organi[sz]ers?|hosts?) of {event}
// parameter: event event | the event
// parameter: hosting hosting = '' | only this role
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: organiser
// columns: organiser, role, date, status, article, sentence
MATCH (e:Entity {id: $event})
OPTIONAL MATCH (e)<-[r:ORGANIZED]-(o:Entity)
WITH r, o WHERE o.id IS NOT NULL AND ($hosting = '' OR r.role CONTAINS $hosting) AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN o.name AS organiser, r.role AS role, r.date AS date, r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY role, organiser, article, sentence, r.id
