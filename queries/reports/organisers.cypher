// title: Who organises what
// 标题: 谁主办、承办什么活动
// answers: which bodies hosted, organised, supported or guided which events
// parameter: name text = '' | the organiser or the event; empty: all
// columns: event, organiser, role, date, status, article, sentence
MATCH (o:Entity)-[r:ORGANIZED]->(e:Entity), (a:Entity {id: r.article})
WHERE $name = '' OR o.name = $name OR $name IN o.aliases OR e.name = $name OR $name IN e.aliases
RETURN e.name AS event, o.name AS organiser, r.role AS role, r.date AS date, r.status AS status,
       a.source AS article, r.evidence AS sentence
ORDER BY date, event, role, organiser, article, sentence, r.id
