// title: Who attended what
// 标题: 谁出席了什么活动
// answers: who took part in which event: attended, spoke, or organised it
// parameter: who text = '' | a person or an organisation; empty: everybody
// parameter: event text = '' | an event; empty: all events
// parameter: since date = '' | not before this date (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | not after this date
// columns: event, participant, kind, relation, role, date, status, article, sentence
MATCH (s:Entity)-[r:SPOKE_AT|ATTENDED|ORGANIZED|LAUNCHED_AT]->(e:Entity), (a:Entity {id: r.article})
WHERE ($who = '' OR s.name = $who OR $who IN s.aliases)
  AND ($event = '' OR e.name = $event OR $event IN e.aliases)
  AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
RETURN e.name AS event, s.name AS participant, s.label AS kind, type(r) AS relation, r.role AS role, r.date AS date,
       r.status AS status, a.source AS article, r.evidence AS sentence
ORDER BY date, event, relation, participant, role, article, sentence, r.id
