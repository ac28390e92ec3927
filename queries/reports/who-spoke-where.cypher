// title: Who spoke where
// 标题: 谁在哪里发言
// answers: who spoke, hosted, reported or presented at which event, in which role and with which post
// parameter: who text = '' | a person or an organisation; empty: everybody
// parameter: event text = '' | an event; empty: all events
// parameter: since date = '' | not before this date (2020, 2020-11 or 2020-11-27)
// parameter: until date = '' | not after this date
// columns: event, speaker, posts, role, places, date, status, article, sentence
MATCH (s:Entity)-[r:SPOKE_AT]->(e:Entity), (a:Entity {id: r.article})
WHERE ($who = '' OR s.name = $who OR $who IN s.aliases)
  AND ($event = '' OR e.name = $event OR $event IN e.aliases)
  AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
OPTIONAL MATCH (s)-[m:MEMBER_OF]->(o:Entity) WHERE m.article = r.article
WITH s, r, e, a, collect(DISTINCT o.name + m.title) AS posts
OPTIONAL MATCH (e)-[:HELD_IN]->(p:Entity)
WITH s, r, e, a, posts, collect(DISTINCT p.name) AS places
RETURN e.name AS event, s.name AS speaker, posts, r.role AS role, places, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY date, event, speaker, role, article, sentence, r.id
