// title: All about a name
// 标题: 某个名字的全部情况
// example: 介绍一下仇雨霖
// example: Tell me about 银桥集团
// asks: (介绍|讲讲|说说|查查|看看|了解)(一下|下)?(关于)?{who}(的)?(情况|资料|信息|档案|背景)?
// asks: {who}(的)?(情况|资料|信息|档案|背景|简历|履历|经历)(是什么|如何|怎么样)?
// asks: 关于{who}(知道|有)(些)?(什么|哪些)(信息)?
// asks: (tell me |what do (you|we) know |what is known |show (me )?)(everything |all )?about {who}
// asks: show (me )?{who}
// parameter: who node | the name
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// runs: show
