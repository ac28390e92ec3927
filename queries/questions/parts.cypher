// title: What belongs to a body
// 标题: 某单位的下属
// example: 皖江康养职业学院有哪些部门？
// example: Which departments does 皖江康养职业学院 have?
// asks: {body}(都)?有<which>(子公司|下属单位|下属机构|下属公司|部门|分公司|分支机构|院系|二级单位)
// asks: {body}(的)?(子公司|下属单位|下属机构|部门|分支机构)(都)?(有|是)(<which>|哪些|谁)
// asks: (which|what) (subsidiaries|branches|departments|parts|units) does {body} have
// asks: what belongs to {body}
// parameter: body body | the organisation
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: part
// columns: part, kind, date, article, sentence
MATCH (b:Entity {id: $body})
OPTIONAL MATCH (b)<-[r:PART_OF]-(p:Entity)
WITH r, p WHERE p.id IS NOT NULL AND r.status <> 'planned' AND r.date >= $since AND ($until = '' OR left(r.date, size($until)) <= $until)
MATCH (a:Entity {id: r.article})
RETURN p.name AS part, p.label AS kind, r.date AS date, a.source AS article, r.evidence AS sentence
ORDER BY part, date, article, sentence, r.id
