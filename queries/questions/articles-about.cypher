// title: Which articles name somebody
// 标题: 哪些文章提到
// example: 哪些文章提到银桥集团？
// example: Which articles mention 黎婉仪?
// asks: <which>(文章|报道|新闻|稿件|来源)(提到|提及|写到|报道|说到|讲到)(过|了)?{who}
// asks: {who}(在|出现在)<which>(文章|报道|新闻)(里|中)?(出现|提到)?(过)?
// asks: (which|what|how many) (articles?|sources?|texts?|reports?) (mention|name|tell of|mentions|names|are about) {who}
// parameter: who node | the name
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// counts: article
// columns: article, title, date, names
MATCH (n:Entity {id: $who})
OPTIONAL MATCH (n)<-[m:MENTIONS]-(a:Entity)
WITH m, a WHERE a.id IS NOT NULL AND a.date >= $since AND ($until = '' OR left(a.date, size($until)) <= $until)
UNWIND m.names AS form
RETURN a.source AS article, a.title AS title, a.date AS date, collect(DISTINCT form) AS names
ORDER BY date DESC, article, title
