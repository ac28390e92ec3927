// title: Whom somebody meets most
// 标题: 某人最常和谁打交道
// example: 仇雨霖和谁见面最多？
// example: Whom does 仇雨霖 meet most often?
// asks: {who}(最)?(常|经常|多)<with><whom_zh>(打交道|见面|来往|往来|合作|碰面|一起出现|同场)(最多|的多)?
// asks: {who}<with><whom_zh>(打交道|见面|来往|往来|合作|碰面|交往)(得)?最(多|频繁)
// asks: <whom_zh><with>{who}(打交道|见面|来往|往来|合作|关系)(得)?最(多|频繁|密切|近)
// asks: (whom|who) does {who} (meet|see|work with|deal with) (most|most often|often)
// asks: who (is|are) closest to {who}
// parameter: who node | the name
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// runs: meet
