<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>创建副本(&amp;D)</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Frame &amp;all</source>
        <translation>显示全部(&amp;A)</translation>
    </message>
    <message>
        <source>Frame &amp;selection</source>
        <translation>显示所选(&amp;S)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Actual si&amp;ze</source>
        <translation>实际大小(&amp;Z)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;tep</source>
        <translation>单步(&amp;E)</translation>
    </message>
    <message>
        <source>Do &amp;anything…</source>
        <translation>查找操作(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;About GuiNet</source>
        <translation>关于 GuiNet(&amp;A)</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation>
            <numerusform>已复制 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>The clipboard holds no nodes to paste.</source>
        <translation>剪贴板中没有可粘贴的节点。</translation>
    </message>
    <message>
        <source>A wire leads from an output to an input.</source>
        <translation>连线只能从输出端口接到输入端口。</translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Double-click or press Space to add a layer</source>
        <translation>双击画布或按空格键添加层</translation>
    </message>
    <message>
        <source>or drag one here from the list on the left</source>
        <translation>也可以从左侧列表拖到这里</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>This no longer fits the graph: wait for the next check.</source>
        <translation>网络图已改变，此修复不再适用：请等待下一次检查。</translation>
    </message>
    <message>
        <source>Expected: {text}</source>
        <translation>期望：{text}</translation>
    </message>
    <message>
        <source>Got: {text}</source>
        <translation>实际：{text}</translation>
    </message>
    <message>
        <source>Search layers and operations</source>
        <translation>搜索层和运算</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Nothing fits. Try another word, e.g. “conv”, “relu”, “add”.</source>
        <translation>没有匹配的结果。请换个词试试，例如“conv”“relu”“add”。</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s), none selected</source>
        <translation>
            <numerusform>%n 个节点，均未选中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) selected</source>
        <translation>
            <numerusform>已选中 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>tensor</source>
        <comment>port</comment>
        <translation>张量</translation>
    </message>
    <message>
        <source>number</source>
        <comment>port</comment>
        <translation>数值</translation>
    </message>
    <message>
        <source>list</source>
        <comment>port</comment>
        <translation>列表</translation>
    </message>
    <message>
        <source>any value</source>
        <comment>port</comment>
        <translation>任意值</translation>
    </message>
    <message>
        <source>Output {port}: {type}</source>
        <translation>输出 {port}：{type}</translation>
    </message>
    <message>
        <source>Input {port}: {type}</source>
        <translation>输入 {port}：{type}</translation>
    </message>
    <message>
        <source>Takes several wires, in order.</source>
        <translation>可按顺序接多条连线。</translation>
    </message>
    <message>
        <source>May stay unwired.</source>
        <translation>可以不连线。</translation>
    </message>
    <message>
        <source>The shape is not known yet.</source>
        <translation>形状尚未得知。</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>log</source>
        <comment>logarithmic axis</comment>
        <translation>对数</translation>
    </message>
    <message>
        <source>Save chart…</source>
        <translation>保存图表…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Vector picture</source>
        <translation>矢量图</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>No training yet. Press Train, and loss and metrics are drawn here as they come.</source>
        <translation>尚未训练。点击“训练”后，损失和各项指标会实时绘制在这里。</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>epoch {epoch} · step {step}</source>
        <translation>第 {epoch} 轮 · 第 {step} 步</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>平均绝对误差</translation>
    </message>
    <message>
        <source>Mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>Gradient norm by layer</source>
        <translation>各层梯度范数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Samples per second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入想要执行的操作</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>节点库</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Something went wrong in GuiNet itself. Your work is kept; save it and go on. ({error})</source>
        <translation>GuiNet 自身出错了。您的工作仍然保留，请先保存再继续。（{error}）</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>torch does not run here, so only pictures can be exported.</source>
        <translation>torch 无法在此运行，因此只能导出图片。</translation>
    </message>
    <message>
        <source>An export runs already: wait for its end.</source>
        <translation>已有导出正在进行：请等待其结束。</translation>
    </message>
    <message>
        <source>{path} is written.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message>
        <source>{path} is written: {compared}.</source>
        <translation>已写入 {path}：{compared}。</translation>
    </message>
    <message>
        <source>The torch process ended while exporting; nothing was written. Try again.</source>
        <translation>torch 进程在导出时结束，没有写入任何内容。请重试。</translation>
    </message>
    <message>
        <source>Building the model…</source>
        <translation>正在构建模型…</translation>
    </message>
    <message>
        <source>Writing the file…</source>
        <translation>正在写入文件…</translation>
    </message>
    <message>
        <source>Loading it in a clean process and comparing…</source>
        <translation>正在全新的进程中加载并比对…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save the changes before closing?</source>
        <translation>关闭前保存更改吗？</translation>
    </message>
    <message>
        <source>Without saving, what you changed since the last save is lost.</source>
        <translation>如果不保存，上次保存之后的更改将会丢失。</translation>
    </message>
    <message>
        <source>The file on disk is as it was.</source>
        <translation>磁盘上的文件没有改动。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>GuiNet projects (*{ending})</source>
        <translation>GuiNet 项目 (*{ending})</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Values with a name</source>
        <translation>具名的取值</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>The PyTorch code of the network appears here.</source>
        <translation>网络的 PyTorch 代码会显示在这里。</translation>
    </message>
    <message>
        <source>Generated Python code</source>
        <translation>生成的 Python 代码</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>{count} earlier steps</source>
        <translation>更早的 {count} 步</translation>
    </message>
    <message>
        <source>Undo history</source>
        <translation>撤销历史</translation>
    </message>
    <message>
        <source>Outline of the project</source>
        <translation>项目大纲</translation>
    </message>
    <message>
        <source>Search {count} nodes</source>
        <translation>搜索 {count} 种节点</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>Kinds of nodes</source>
        <translation>节点种类</translation>
    </message>
    <message>
        <source>No node is called that. Try another word: “fc” and “dense” find Linear.</source>
        <translation>没有这样的节点。请换个词试试：“fc”和“dense”都能找到 Linear。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>No problems. What is wrong with the network will be listed here.</source>
        <translation>没有问题。网络中的错误会列在这里。</translation>
    </message>
    <message>
        <source>expected {value}</source>
        <translation>期望 {value}</translation>
    </message>
    <message>
        <source>got {value}</source>
        <translation>实际 {value}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>an untitled project</source>
        <translation>未命名的项目</translation>
    </message>
    <message>
        <source>GuiNet did not end properly. Recover the changes to {name}?</source>
        <translation>GuiNet 上次没有正常退出。要恢复对 {name} 的更改吗？</translation>
    </message>
    <message>
        <source>The last change was made at {when}.</source>
        <translation>最后一次更改的时间：{when}。</translation>
    </message>
    <message>
        <source>The record&apos;s end is damaged: the last change may be missing.</source>
        <translation>记录的末尾已损坏：可能缺少最后一次更改。</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>{nodes} nodes · {parameters} parameters</source>
        <translation>{nodes} 个节点 · {parameters} 个参数</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>切换深色和浅色主题</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>saved {count} s ago</source>
        <translation>{count} 秒前已保存</translation>
    </message>
    <message>
        <source>saved {count} min ago</source>
        <translation>{count} 分钟前已保存</translation>
    </message>
    <message>
        <source>saved {count} h ago</source>
        <translation>{count} 小时前已保存</translation>
    </message>
    <message>
        <source>The device a training runs on</source>
        <translation>训练所用的设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Do anything…</source>
        <translation>查找操作…</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>epoch {epoch}/{epochs}</source>
        <translation>第 {epoch}/{epochs} 轮</translation>
    </message>
    <message>
        <source>paused at step {step}</source>
        <translation>暂停于第 {step} 步</translation>
    </message>
    <message>
        <source>{rate} samples/s</source>
        <translation>{rate} 样本/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>test accuracy {value}</source>
        <translation>测试准确率 {value}</translation>
    </message>
    <message>
        <source>test R² {value}</source>
        <translation>测试 R² {value}</translation>
    </message>
    <message>
        <source>Mend the problems first: {text}</source>
        <translation>请先解决问题：{text}</translation>
    </message>
    <message>
        <source>GuiNet {version}: draw a neural network, get real PyTorch. Apache-2.0.</source>
        <translation>GuiNet {version}：画出神经网络，得到真正的 PyTorch 代码。许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>ready · torch {version}</source>
        <translation>就绪 · torch {version}</translation>
    </message>
    <message>
        <source>Training finished.</source>
        <translation>训练完成。</translation>
    </message>
    <message>
        <source>Training stopped at step {step}; a checkpoint is kept.</source>
        <translation>训练已在第 {step} 步停止，检查点已保留。</translation>
    </message>
    <message>
        <source>Training interrupted at step {step}; a checkpoint is kept.</source>
        <translation>训练在第 {step} 步中断，检查点已保留。</translation>
    </message>
    <message>
        <source>torch does not run</source>
        <translation>torch 无法运行</translation>
    </message>
    <message>
        <source>torch ends as soon as it is started (exit code {code}), so nothing can be checked or trained here. `guinet doctor` tells why. What you draw can be saved.</source>
        <translation>torch 一启动就退出（退出码 {code}），因此无法检查或训练。运行 `guinet doctor` 可查看原因。您绘制的内容仍可保存。</translation>
    </message>
    <message>
        <source>The torch process ended by itself and was started again.</source>
        <translation>torch 进程意外结束，已重新启动。</translation>
    </message>
    <message>
        <source>The training was interrupted at step {step}: the torch process ended. It was started again; the last checkpoint is kept.</source>
        <translation>训练在第 {step} 步中断：torch 进程意外结束。进程已重新启动，最后一个检查点已保留。</translation>
    </message>
    <message>
        <source>starting torch…</source>
        <translation>正在启动 torch…</translation>
    </message>
    <message>
        <source>A training is running. Stop it and close?</source>
        <translation>训练正在进行。要停止训练并关闭吗？</translation>
    </message>
    <message>
        <source>A checkpoint is kept, so that it can go on later.</source>
        <translation>会保留检查点，以便稍后继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>An export is under way. Give it up and close?</source>
        <translation>正在导出。要放弃导出并关闭吗？</translation>
    </message>
    <message>
        <source>Nothing of it is left behind.</source>
        <translation>不会留下任何未完成的文件。</translation>
    </message>
    <message>
        <source>Give up and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>My blocks</source>
        <translation>我的块</translation>
    </message>
    <message>
        <source>Read it off the wires again</source>
        <translation>重新从连线推断</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What this project is about, for those who open it later.</source>
        <translation>项目的说明，供以后打开的人阅读。</translation>
    </message>
    <message>
        <source>Notes of the project</source>
        <translation>项目备注</translation>
    </message>
    <message>
        <source>How many times the training goes over all training rows.</source>
        <translation>训练遍历全部训练样本的次数。</translation>
    </message>
    <message>
        <source>Another seed gives other initial weights and another order of the rows.</source>
        <translation>换一个随机种子，初始权重和样本顺序都会不同。</translation>
    </message>
    <message>
        <source>The device a training runs on.</source>
        <translation>训练所用的设备。</translation>
    </message>
    <message>
        <source>Processor threads torch may use; 0 chooses by the cost of a step.</source>
        <translation>torch 可用的处理器线程数；0 表示按每步的计算量自动选择。</translation>
    </message>
    <message>
        <source>How the weights follow their gradients.</source>
        <translation>权重如何根据梯度更新。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>in</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>{size} each</source>
        <translation>每个样本 {size}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚未得知</translation>
    </message>
    <message>
        <source>Click or press F2 to rename</source>
        <translation>单击或按 F2 重命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Why this node is here.</source>
        <translation>这个节点为什么在这里。</translation>
    </message>
    <message>
        <source>Note of the node</source>
        <translation>节点备注</translation>
    </message>
</context>
<context>
    <name>ArgumentDoc</name>
    <message>
        <source>Sizes of what comes in, without the batch; not needed inside a block.</source>
        <translation>输入的各维大小，不含批次维；在块内可以不填。</translation>
    </message>
    <message>
        <source>Type of its numbers.</source>
        <translation>数值的类型。</translation>
    </message>
    <message>
        <source>Whether a batch dimension comes before the shape.</source>
        <translation>形状之前是否有批次维。</translation>
    </message>
    <message>
        <source>Rows in each step of training.</source>
        <translation>每个训练步的样本数。</translation>
    </message>
    <message>
        <source>Whether the training rows come in a new order every epoch.</source>
        <translation>每轮是否重新打乱训练样本的顺序。</translation>
    </message>
    <message>
        <source>Whether a last, smaller batch is left out.</source>
        <translation>是否舍弃最后一个不完整的批次。</translation>
    </message>
    <message>
        <source>Share of rows to validate on.</source>
        <translation>用于验证的样本比例。</translation>
    </message>
    <message>
        <source>Share of rows kept for the final test.</source>
        <translation>留作最终测试的样本比例。</translation>
    </message>
    <message>
        <source>Another seed, another split.</source>
        <translation>换一个随机种子，划分就会不同。</translation>
    </message>
    <message>
        <source>Whether each column gets mean 0 and deviation 1.</source>
        <translation>是否把每一列标准化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>How many rows are made.</source>
        <translation>生成的样本数。</translation>
    </message>
    <message>
        <source>Deviation of the added noise.</source>
        <translation>所加噪声的标准差。</translation>
    </message>
    <message>
        <source>Another seed gives other rows.</source>
        <translation>换一个随机种子，样本就会不同。</translation>
    </message>
    <message>
        <source>Steps of each sequence.</source>
        <translation>每个序列的步数。</translation>
    </message>
    <message>
        <source>The file, as seen from the project&apos;s folder.</source>
        <translation>文件路径，相对于项目所在的文件夹。</translation>
    </message>
    <message>
        <source>The column to predict; empty for the last one.</source>
        <translation>要预测的列；留空表示最后一列。</translation>
    </message>
    <message>
        <source>The columns to predict from; none for all the others.</source>
        <translation>用来预测的列；不填表示其余所有列。</translation>
    </message>
    <message>
        <source>Whether the target is a class or a number; auto reads it off the column.</source>
        <translation>目标是类别还是数值；auto 表示根据该列自动判断。</translation>
    </message>
    <message>
        <source>What stands between the columns; empty to find out.</source>
        <translation>列之间的分隔符；留空表示自动判断。</translation>
    </message>
    <message>
        <source>Size of the last dimension that comes in.</source>
        <translation>输入最后一维的大小。</translation>
    </message>
    <message>
        <source>Size of the last dimension that goes out.</source>
        <translation>输出最后一维的大小。</translation>
    </message>
    <message>
        <source>Whether a learned constant is added.</source>
        <translation>是否加上可学习的偏置。</translation>
    </message>
    <message>
        <source>Channels that come in.</source>
        <translation>输入通道数。</translation>
    </message>
    <message>
        <source>Channels that go out: how many filters are learned.</source>
        <translation>输出通道数，即要学习的卷积核个数。</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>窗口的大小。</translation>
    </message>
    <message>
        <source>How far the window moves at a time.</source>
        <translation>窗口每次移动的距离。</translation>
    </message>
    <message>
        <source>How much is added at each side.</source>
        <translation>每一侧填充的大小。</translation>
    </message>
    <message>
        <source>Distance between the points of the window.</source>
        <translation>窗口内各点之间的间距。</translation>
    </message>
    <message>
        <source>Groups of channels that do not mix.</source>
        <translation>互不混合的通道组数。</translation>
    </message>
    <message>
        <source>What the padding holds.</source>
        <translation>填充的内容。</translation>
    </message>
    <message>
        <source>Added to one side of the output&apos;s size.</source>
        <translation>在输出的一侧额外增加的大小。</translation>
    </message>
    <message>
        <source>Size that goes out.</source>
        <translation>输出的大小。</translation>
    </message>
    <message>
        <source>Whether the positions of the maxima come out too.</source>
        <translation>是否同时输出最大值的位置。</translation>
    </message>
    <message>
        <source>Whether sizes are rounded up instead of down.</source>
        <translation>大小是否向上取整，而不是向下取整。</translation>
    </message>
    <message>
        <source>Whether padding counts in the average.</source>
        <translation>求平均时是否计入填充部分。</translation>
    </message>
    <message>
        <source>Whether the input&apos;s memory is written over.</source>
        <translation>是否就地修改输入的内存。</translation>
    </message>
    <message>
        <source>Exact, or the faster tanh formula.</source>
        <translation>精确计算，或用更快的 tanh 近似公式。</translation>
    </message>
    <message>
        <source>The dimension it works along; negative ones count from the end.</source>
        <translation>沿哪个维度计算；负数表示从末尾数起。</translation>
    </message>
    <message>
        <source>A small number that keeps divisions finite.</source>
        <translation>防止除以零的小数值。</translation>
    </message>
    <message>
        <source>Weight of the new batch in the running statistics.</source>
        <translation>新批次在滑动统计量中的权重。</translation>
    </message>
    <message>
        <source>Whether a learned scale and shift follow.</source>
        <translation>之后是否再做可学习的缩放和平移。</translation>
    </message>
    <message>
        <source>Whether statistics are kept for use after training.</source>
        <translation>是否保留统计量，供训练后使用。</translation>
    </message>
    <message>
        <source>Sizes of the last dimensions, over which it normalises.</source>
        <translation>参与归一化的最后几维的大小。</translation>
    </message>
    <message>
        <source>Whether a learned scale follows.</source>
        <translation>之后是否再做可学习的缩放。</translation>
    </message>
    <message>
        <source>Groups the channels are split into.</source>
        <translation>通道分成的组数。</translation>
    </message>
    <message>
        <source>Share that becomes zero while training.</source>
        <translation>训练时置零的比例。</translation>
    </message>
    <message>
        <source>How much is added, at each side: left, right, top, bottom …</source>
        <translation>每一侧填充的大小：左、右、上、下 …</translation>
    </message>
    <message>
        <source>How many times larger each side becomes.</source>
        <translation>每条边放大的倍数。</translation>
    </message>
    <message>
        <source>How values in between are found.</source>
        <translation>插值的方式。</translation>
    </message>
    <message>
        <source>How many times smaller each side becomes.</source>
        <translation>每条边缩小的倍数。</translation>
    </message>
    <message>
        <source>Features at each step of the sequence.</source>
        <translation>序列每一步的特征数。</translation>
    </message>
    <message>
        <source>Features of the hidden state.</source>
        <translation>隐藏状态的特征数。</translation>
    </message>
    <message>
        <source>Layers stacked on each other.</source>
        <translation>堆叠的层数。</translation>
    </message>
    <message>
        <source>Whether the batch is the first dimension, before the sequence.</source>
        <translation>批次维是否为第一维，位于序列维之前。</translation>
    </message>
    <message>
        <source>Share of values zeroed while training.</source>
        <translation>训练时置零的值的比例。</translation>
    </message>
    <message>
        <source>Whether a second layer reads the sequence backwards.</source>
        <translation>是否另有一层反向读取序列。</translation>
    </message>
    <message>
        <source>Size the hidden state is projected to; 0 for none.</source>
        <translation>隐藏状态投影后的大小；0 表示不投影。</translation>
    </message>
    <message>
        <source>The activation of the hidden state.</source>
        <translation>隐藏状态的激活函数。</translation>
    </message>
    <message>
        <source>Features of each element of the sequence.</source>
        <translation>序列中每个元素的特征数。</translation>
    </message>
    <message>
        <source>Attention heads; they share the features evenly.</source>
        <translation>注意力头的个数；特征平均分给各头。</translation>
    </message>
    <message>
        <source>Whether the attention weights come out too; without them it is faster.</source>
        <translation>是否同时输出注意力权重；不输出时更快。</translation>
    </message>
    <message>
        <source>Whether each element sees only those before it.</source>
        <translation>每个元素是否只能看到它之前的元素。</translation>
    </message>
    <message>
        <source>Features inside the feed-forward part.</source>
        <translation>前馈部分的特征数。</translation>
    </message>
    <message>
        <source>The activation between the two linear layers.</source>
        <translation>两个线性层之间的激活函数。</translation>
    </message>
    <message>
        <source>Whether normalisation comes before each part instead of after it.</source>
        <translation>归一化是否放在各部分之前，而不是之后。</translation>
    </message>
    <message>
        <source>How many different indices there are.</source>
        <translation>不同索引的个数。</translation>
    </message>
    <message>
        <source>Features of each vector.</source>
        <translation>每个向量的特征数。</translation>
    </message>
    <message>
        <source>How many pieces.</source>
        <translation>切分的块数。</translation>
    </message>
    <message>
        <source>The size of each section.</source>
        <translation>每段的大小。</translation>
    </message>
    <message>
        <source>Whether the dimension stays, with size 1.</source>
        <translation>是否保留该维度，大小为 1。</translation>
    </message>
    <message>
        <source>The exponent of the norm.</source>
        <translation>范数的指数。</translation>
    </message>
    <message>
        <source>Targets of this class are left out.</source>
        <translation>目标为该类别的样本不计入损失。</translation>
    </message>
    <message>
        <source>How the losses of the batch become one number.</source>
        <translation>如何把批次中的各个损失合成一个数。</translation>
    </message>
    <message>
        <source>Share of certainty spread over the other classes.</source>
        <translation>分摊给其他类别的置信度比例。</translation>
    </message>
    <message>
        <source>Distance beyond which there is no loss.</source>
        <translation>超过此距离便没有损失。</translation>
    </message>
    <message>
        <source>How large a step is.</source>
        <translation>每次更新的步长。</translation>
    </message>
    <message>
        <source>How slowly the two running averages forget.</source>
        <translation>两个滑动平均的衰减系数。</translation>
    </message>
    <message>
        <source>Pulls weights towards zero.</source>
        <translation>把权重拉向零的强度。</translation>
    </message>
    <message>
        <source>Whether the largest running average so far is used.</source>
        <translation>是否使用至今最大的滑动平均。</translation>
    </message>
    <message>
        <source>Whether the loss is made large instead of small.</source>
        <translation>是否把损失最大化，而不是最小化。</translation>
    </message>
    <message>
        <source>Whether one kernel updates all weights; GuiNet says yes where torch can, for it is faster.</source>
        <translation>是否用一个内核更新所有权重；torch 支持时 GuiNet 默认开启，因为更快。</translation>
    </message>
    <message>
        <source>Share of the last step that is kept.</source>
        <translation>上一步更新保留的比例。</translation>
    </message>
    <message>
        <source>Damps the gradient&apos;s part in the momentum.</source>
        <translation>抑制动量中梯度的份额。</translation>
    </message>
    <message>
        <source>Whether the gradient is taken after the momentum&apos;s step.</source>
        <translation>是否在动量更新之后再求梯度。</translation>
    </message>
    <message>
        <source>Whether the gradient is divided by its deviation.</source>
        <translation>是否用梯度的标准差来归一化。</translation>
    </message>
</context>
<context>
    <name>Category</name>
    <message>
        <source>Inputs and outputs</source>
        <translation>输入与输出</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Padding and resizing</source>
        <translation>填充与缩放</translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation>循环网络</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Shape and indexing</source>
        <translation>形状与索引</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>算术运算</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失函数</translation>
    </message>
</context>
<context>
    <name>Fix</name>
    <message>
        <source>Remove the wire</source>
        <translation>删除连线</translation>
    </message>
    <message>
        <source>Set {argument} to {value}</source>
        <translation>将 {argument} 设为 {value}</translation>
    </message>
    <message>
        <source>Let {argument} follow the input</source>
        <translation>让 {argument} 跟随输入</translation>
    </message>
    <message>
        <source>Give {node} a batch dimension</source>
        <translation>给 {node} 加上批次维</translation>
    </message>
    <message>
        <source>Use {kind}</source>
        <translation>改用 {kind}</translation>
    </message>
    <message>
        <source>Rename it {name}</source>
        <translation>重命名为 {name}</translation>
    </message>
    <message>
        <source>Call it {argument}</source>
        <translation>改名为 {argument}</translation>
    </message>
    <message>
        <source>Remove {argument}</source>
        <translation>去掉 {argument}</translation>
    </message>
    <message>
        <source>Set {argument} back to {value}</source>
        <translation>将 {argument} 恢复为 {value}</translation>
    </message>
    <message>
        <source>Remove {node}</source>
        <translation>删除 {node}</translation>
    </message>
    <message>
        <source>Insert Flatten before {node}</source>
        <translation>在 {node} 前插入 Flatten</translation>
    </message>
    <message>
        <source>Insert squeeze before {port}</source>
        <translation>在 {port} 前插入 squeeze</translation>
    </message>
    <message>
        <source>Insert unsqueeze: one channel</source>
        <translation>插入 unsqueeze：单通道</translation>
    </message>
    <message>
        <source>Insert unsqueeze: a batch of one</source>
        <translation>插入 unsqueeze：一个样本的批次</translation>
    </message>
    <message>
        <source>Insert Unflatten: images of {side}×{side}</source>
        <translation>插入 Unflatten：{side}×{side} 的图像</translation>
    </message>
    <message>
        <source>Insert float before {port}</source>
        <translation>在 {port} 前插入 float</translation>
    </message>
    <message>
        <source>Insert long before {port}</source>
        <translation>在 {port} 前插入 long</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>state_dict, PyTorch (.pt)</source>
        <translation>state_dict，PyTorch 格式 (.pt)</translation>
    </message>
    <message>
        <source>state_dict, safetensors (.safetensors)</source>
        <translation>state_dict，safetensors 格式 (.safetensors)</translation>
    </message>
    <message>
        <source>Whole model, PyTorch (.pt)</source>
        <translation>完整模型，PyTorch 格式 (.pt)</translation>
    </message>
    <message>
        <source>torch.export program (.pt2)</source>
        <translation>torch.export 程序 (.pt2)</translation>
    </message>
    <message>
        <source>ONNX (.onnx)</source>
        <translation>ONNX (.onnx)</translation>
    </message>
    <message>
        <source>Python source of the model (.py)</source>
        <translation>模型的 Python 源代码 (.py)</translation>
    </message>
    <message>
        <source>Python training script (.py)</source>
        <translation>Python 训练脚本 (.py)</translation>
    </message>
    <message>
        <source>Picture of the canvas, SVG (.svg)</source>
        <translation>画布图片，SVG 格式 (.svg)</translation>
    </message>
    <message>
        <source>Picture of the canvas, PNG (.png)</source>
        <translation>画布图片，PNG 格式 (.png)</translation>
    </message>
</context>
<context>
    <name>NodeDoc</name>
    <message>
        <source>An argument of forward, named as the node is.</source>
        <translation>forward 的一个参数，与节点同名。</translation>
    </message>
    <message>
        <source>A result of forward, named as the node is.</source>
        <translation>forward 的一个返回值，与节点同名。</translation>
    </message>
    <message>
        <source>1,797 handwritten digits, 8×8 grey pixels, ten classes.</source>
        <translation>1797 张手写数字图像，8×8 灰度像素，十个类别。</translation>
    </message>
    <message>
        <source>Photographs of clothes, 28×28 grey pixels, ten classes.</source>
        <translation>服饰照片，28×28 灰度像素，十个类别。</translation>
    </message>
    <message>
        <source>150 flowers, four measurements, three species.</source>
        <translation>150 朵鸢尾花，四项测量值，三个品种。</translation>
    </message>
    <message>
        <source>178 wines, 13 measurements, three growers.</source>
        <translation>178 种葡萄酒，13 项测量值，三个产地。</translation>
    </message>
    <message>
        <source>569 biopsies, 30 measurements, malignant or benign.</source>
        <translation>569 份活检样本，30 项测量值，恶性或良性。</translation>
    </message>
    <message>
        <source>442 patients, ten measurements, the disease&apos;s progress as a number.</source>
        <translation>442 名患者，十项测量值，目标是表示病情进展的数值。</translation>
    </message>
    <message>
        <source>Points on two half moons that interlock.</source>
        <translation>两个交错的月牙形上的点。</translation>
    </message>
    <message>
        <source>Points on two rings, one inside the other.</source>
        <translation>一内一外两个圆环上的点。</translation>
    </message>
    <message>
        <source>Points on two spirals.</source>
        <translation>两条螺旋线上的点。</translation>
    </message>
    <message>
        <source>Points in four corners; opposite ones share a class.</source>
        <translation>四个角上的点；对角属于同一类别。</translation>
    </message>
    <message>
        <source>Stretches of sine waves, and the value that comes next.</source>
        <translation>一段正弦波，以及紧接着的下一个值。</translation>
    </message>
    <message>
        <source>A table from a text file: choose the columns to predict from and the one to predict.</source>
        <translation>来自文本文件的表格：选择用来预测的列和要预测的列。</translation>
    </message>
    <message>
        <source>Multiplies the last dimension by a learned matrix: every output sees every input.</source>
        <translation>最后一维乘以可学习的矩阵：每个输出都与所有输入相连。</translation>
    </message>
    <message>
        <source>Combines two inputs: every output sees every pair of values, one of each.</source>
        <translation>组合两个输入：每个输出都考虑两者各取一值的所有组合。</translation>
    </message>
    <message>
        <source>Passes its input on unchanged.</source>
        <translation>原样传递输入。</translation>
    </message>
    <message>
        <source>Slides learned filters over a sequence [N, C, L].</source>
        <translation>在序列 [N, C, L] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Slides learned filters over an image [N, C, H, W].</source>
        <translation>在图像 [N, C, H, W] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Slides learned filters over a volume [N, C, D, H, W].</source>
        <translation>在三维数据 [N, C, D, H, W] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Spreads each point of a sequence [N, C, L] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把序列 [N, C, L] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Spreads each point of an image [N, C, H, W] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把图像 [N, C, H, W] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Spreads each point of a volume [N, C, D, H, W] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把三维数据 [N, C, D, H, W] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Cuts an image into windows and lays each out as a column.</source>
        <translation>把图像切成窗口，每个窗口展开成一列。</translation>
    </message>
    <message>
        <source>Adds columns up into an image: the way back from Unfold.</source>
        <translation>把各列累加还原成图像：Unfold 的逆过程。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of a sequence.</source>
        <translation>取序列每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of an image.</source>
        <translation>取图像每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of a volume.</source>
        <translation>取三维数据每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Averages each window of a sequence.</source>
        <translation>取序列每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages each window of an image.</source>
        <translation>取图像每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages each window of a volume.</source>
        <translation>取三维数据每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages a sequence down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把序列平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Averages an image down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把图像平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Averages a volume down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把三维数据平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of a sequence, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把序列最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of an image, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把图像最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of a volume, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把三维数据最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of a sequence.</source>
        <translation>取序列每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of an image.</source>
        <translation>取图像每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of a volume.</source>
        <translation>取三维数据每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Keeps the largest value of windows of an image, placed at random for a given output size or ratio.</source>
        <translation>取图像各窗口中的最大值，窗口按给定的输出大小或比例随机放置。</translation>
    </message>
    <message>
        <source>Keeps the largest value of windows of a volume, placed at random for a given output size or ratio.</source>
        <translation>取三维数据各窗口中的最大值，窗口按给定的输出大小或比例随机放置。</translation>
    </message>
    <message>
        <source>Puts maxima of a sequence back to where they came from; the rest becomes zero.</source>
        <translation>把序列的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Puts maxima of an image back to where they came from; the rest becomes zero.</source>
        <translation>把图像的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Puts maxima of a volume back to where they came from; the rest becomes zero.</source>
        <translation>把三维数据的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Negative values become zero.</source>
        <translation>负值变为零。</translation>
    </message>
    <message>
        <source>A smooth ReLU: each value times the chance that a normal one is smaller.</source>
        <translation>平滑的 ReLU：每个值乘以正态变量小于它的概率。</translation>
    </message>
    <message>
        <source>Each value times its sigmoid.</source>
        <translation>每个值乘以自身的 sigmoid。</translation>
    </message>
    <message>
        <source>Squeezes values into 0 to 1.</source>
        <translation>把值压缩到 0 到 1 之间。</translation>
    </message>
    <message>
        <source>Squeezes values into −1 to 1.</source>
        <translation>把值压缩到 −1 到 1 之间。</translation>
    </message>
    <message>
        <source>Positive values that sum to 1 along a dimension.</source>
        <translation>沿一个维度变为正值，且总和为 1。</translation>
    </message>
    <message>
        <source>The logarithm of softmax, computed safely.</source>
        <translation>softmax 的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Negative values keep a small slope.</source>
        <translation>负值保留一个小斜率。</translation>
    </message>
    <message>
        <source>Negative values keep a slope that is learned.</source>
        <translation>负值的斜率由学习得到。</translation>
    </message>
    <message>
        <source>Negative values bend towards −α.</source>
        <translation>负值平滑地趋于 −α。</translation>
    </message>
    <message>
        <source>An ELU scaled so that deep stacks keep mean 0 and deviation 1.</source>
        <translation>经过缩放的 ELU，使深层网络保持均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>An ELU whose slope has no jump, for any α.</source>
        <translation>对任意 α 斜率都连续的 ELU。</translation>
    </message>
    <message>
        <source>Each value times the tanh of its softplus.</source>
        <translation>每个值乘以自身 softplus 的 tanh。</translation>
    </message>
    <message>
        <source>SiLU from straight pieces: cheap to compute.</source>
        <translation>分段线性的 SiLU：计算量小。</translation>
    </message>
    <message>
        <source>A sigmoid from straight pieces: cheap to compute.</source>
        <translation>分段线性的 sigmoid：计算量小。</translation>
    </message>
    <message>
        <source>Cuts values off at a least and a greatest one.</source>
        <translation>把值截断在最小值与最大值之间。</translation>
    </message>
    <message>
        <source>ReLU, cut off at 6.</source>
        <translation>上限为 6 的 ReLU。</translation>
    </message>
    <message>
        <source>Negative values get a random slope while training.</source>
        <translation>训练时负值使用随机斜率。</translation>
    </message>
    <message>
        <source>A smooth ReLU that is always positive.</source>
        <translation>恒为正的平滑 ReLU。</translation>
    </message>
    <message>
        <source>Each value divided by 1 plus its size.</source>
        <translation>每个值除以 1 加自身的绝对值。</translation>
    </message>
    <message>
        <source>Moves values towards zero by λ; smaller ones become zero.</source>
        <translation>把值向零移动 λ；绝对值更小的变为零。</translation>
    </message>
    <message>
        <source>Values between −λ and λ become zero.</source>
        <translation>−λ 到 λ 之间的值变为零。</translation>
    </message>
    <message>
        <source>Each value minus its tanh.</source>
        <translation>每个值减去自身的 tanh。</translation>
    </message>
    <message>
        <source>Values up to a threshold are replaced by another.</source>
        <translation>不超过阈值的值替换为另一个值。</translation>
    </message>
    <message>
        <source>The logarithm of the sigmoid, computed safely.</source>
        <translation>sigmoid 的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Softmax of the negated values: the smallest gets the largest share.</source>
        <translation>对相反数做 softmax：最小的值得到最大的份额。</translation>
    </message>
    <message>
        <source>Softmax over the channels of an image, at every pixel.</source>
        <translation>对图像的每个像素，沿通道做 softmax。</translation>
    </message>
    <message>
        <source>The first half of a dimension, gated by the sigmoid of the second.</source>
        <translation>用一个维度后半部分的 sigmoid 门控前半部分。</translation>
    </message>
    <message>
        <source>Brings each channel of a sequence to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把序列的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of an image to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把图像的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a volume to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把三维数据的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings the last dimensions of each element to mean 0 and deviation 1.</source>
        <translation>把每个元素的最后几维归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Divides the last dimensions of each element by their root mean square.</source>
        <translation>把每个元素的最后几维除以其均方根。</translation>
    </message>
    <message>
        <source>Brings groups of channels to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把各组通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a sequence to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把序列的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of an image to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把图像的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a volume to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把三维数据的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Damps each value by its neighbours in nearby channels.</source>
        <translation>用相邻通道的值抑制每个值。</translation>
    </message>
    <message>
        <source>LocalResponseNorm for images, as the first networks had it.</source>
        <translation>用于图像的 LocalResponseNorm，见于早期网络。</translation>
    </message>
    <message>
        <source>BatchNorm over the batches of all processes that train together, on GPUs.</source>
        <translation>在 GPU 上跨所有参与训练的进程计算的 BatchNorm。</translation>
    </message>
    <message>
        <source>Zeroes values at random while training.</source>
        <translation>训练时随机把一些值置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a sequence at random while training.</source>
        <translation>训练时随机把序列的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of an image at random while training.</source>
        <translation>训练时随机把图像的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a volume at random while training.</source>
        <translation>训练时随机把三维数据的整个通道置零。</translation>
    </message>
    <message>
        <source>Dropout that keeps mean and deviation; goes with SELU.</source>
        <translation>保持均值和标准差的 Dropout，与 SELU 搭配使用。</translation>
    </message>
    <message>
        <source>AlphaDropout of whole channels.</source>
        <translation>对整个通道进行的 AlphaDropout。</translation>
    </message>
    <message>
        <source>Adds zeros around a sequence.</source>
        <translation>在序列两端填充零。</translation>
    </message>
    <message>
        <source>Adds zeros around an image.</source>
        <translation>在图像四周填充零。</translation>
    </message>
    <message>
        <source>Adds zeros around a volume.</source>
        <translation>在三维数据四周填充零。</translation>
    </message>
    <message>
        <source>Adds a constant around a sequence.</source>
        <translation>在序列两端填充常数。</translation>
    </message>
    <message>
        <source>Adds a constant around an image.</source>
        <translation>在图像四周填充常数。</translation>
    </message>
    <message>
        <source>Adds a constant around a volume.</source>
        <translation>在三维数据四周填充常数。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its mirror image.</source>
        <translation>在序列两端填充其镜像。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its mirror image.</source>
        <translation>在图像四周填充其镜像。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its mirror image.</source>
        <translation>在三维数据四周填充其镜像。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its outermost values.</source>
        <translation>在序列两端重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its outermost values.</source>
        <translation>在图像四周重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its outermost values.</source>
        <translation>在三维数据四周重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its opposite side.</source>
        <translation>在序列两端循环填充另一端的值。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its opposite side.</source>
        <translation>在图像四周循环填充对侧的值。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its opposite side.</source>
        <translation>在三维数据四周循环填充对侧的值。</translation>
    </message>
    <message>
        <source>Enlarges a sequence, image or volume to a size or by a factor.</source>
        <translation>把序列、图像或三维数据放大到给定大小或给定倍数。</translation>
    </message>
    <message>
        <source>Enlarges an image by repeating pixels.</source>
        <translation>通过重复像素放大图像。</translation>
    </message>
    <message>
        <source>Enlarges an image, blending neighbouring pixels.</source>
        <translation>放大图像，并混合相邻像素。</translation>
    </message>
    <message>
        <source>Turns r² channels into an image r times larger.</source>
        <translation>把 r² 个通道重排成边长为 r 倍的图像。</translation>
    </message>
    <message>
        <source>Turns an image into one r times smaller with r² as many channels.</source>
        <translation>把图像的边长缩小 r 倍，通道数变为 r² 倍。</translation>
    </message>
    <message>
        <source>Mixes the channels of groups with each other.</source>
        <translation>打乱各组通道，使其相互混合。</translation>
    </message>
    <message>
        <source>Enlarges or shrinks a sequence, image or volume to a size or by a factor.</source>
        <translation>把序列、图像或三维数据缩放到给定大小或给定倍数。</translation>
    </message>
    <message>
        <source>Adds values around the last dimensions; the pairs begin with the last dimension.</source>
        <translation>在最后几维的两侧填充值；成对的数从最后一维开始。</translation>
    </message>
    <message>
        <source>Reads a sequence with a memory that gates open and close.</source>
        <translation>读取序列，用门控制记忆的读写。</translation>
    </message>
    <message>
        <source>Reads a sequence with a gated state: an LSTM with fewer parts.</source>
        <translation>用带门控的状态读取序列：简化的 LSTM。</translation>
    </message>
    <message>
        <source>Reads a sequence with a plain state.</source>
        <translation>用简单的隐藏状态读取序列。</translation>
    </message>
    <message>
        <source>One step of an LSTM.</source>
        <translation>LSTM 的一步。</translation>
    </message>
    <message>
        <source>One step of a GRU.</source>
        <translation>GRU 的一步。</translation>
    </message>
    <message>
        <source>One step of an RNN.</source>
        <translation>RNN 的一步。</translation>
    </message>
    <message>
        <source>Each query gathers values by how well their keys match, in several heads at once.</source>
        <translation>每个 query 按与 key 的匹配程度汇集 value，多个头同时进行。</translation>
    </message>
    <message>
        <source>Self-attention and a small network, each with a shortcut and a normalisation.</source>
        <translation>自注意力加一个小型前馈网络，各带残差连接和归一化。</translation>
    </message>
    <message>
        <source>Self-attention, attention to the encoder&apos;s output, and a small network.</source>
        <translation>自注意力、对编码器输出的注意力，再加一个小型前馈网络。</translation>
    </message>
    <message>
        <source>An encoder and a decoder: from one sequence to another.</source>
        <translation>编码器加解码器：从一个序列到另一个序列。</translation>
    </message>
    <message>
        <source>Each query gathers values by how well their keys match; nothing is learned here.</source>
        <translation>每个 query 按与 key 的匹配程度汇集 value；此处没有可学习的参数。</translation>
    </message>
    <message>
        <source>A learned vector for each index: words, categories, positions.</source>
        <translation>为每个索引学习一个向量：词、类别、位置等。</translation>
    </message>
    <message>
        <source>The sum, mean or maximum of the vectors of several indices.</source>
        <translation>多个索引对应向量的总和、均值或最大值。</translation>
    </message>
    <message>
        <source>Softmax over very many classes, rare ones computed less finely; gives log-probabilities and the loss.</source>
        <translation>用于极多类别的 softmax，罕见类别的计算较粗略；给出对数概率和损失。</translation>
    </message>
    <message>
        <source>A 1 in the place of each index, zeros elsewhere.</source>
        <translation>索引所在位置为 1，其余为零。</translation>
    </message>
    <message>
        <source>Joins dimensions into one; by default all but the batch.</source>
        <translation>把多个维度合并为一个；默认合并批次维以外的所有维度。</translation>
    </message>
    <message>
        <source>Splits one dimension into several.</source>
        <translation>把一个维度拆成多个。</translation>
    </message>
    <message>
        <source>The same values in another shape; −1 stands for what is left.</source>
        <translation>值不变，换成另一种形状；−1 表示剩余的大小。</translation>
    </message>
    <message>
        <source>As reshape, but never copies: refuses where it would have to.</source>
        <translation>与 reshape 相同，但从不复制数据：必须复制时会报错。</translation>
    </message>
    <message>
        <source>Joins dimensions into one.</source>
        <translation>把多个维度合并为一个。</translation>
    </message>
    <message>
        <source>The dimensions in another order.</source>
        <translation>重新排列维度的顺序。</translation>
    </message>
    <message>
        <source>Swaps two dimensions.</source>
        <translation>交换两个维度。</translation>
    </message>
    <message>
        <source>A copy whose values lie in order in memory.</source>
        <translation>在内存中按顺序连续存放的副本。</translation>
    </message>
    <message>
        <source>Takes out dimensions of size 1.</source>
        <translation>去掉大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Puts in a dimension of size 1.</source>
        <translation>插入一个大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Repeats dimensions of size 1 without copying; −1 keeps one.</source>
        <translation>重复大小为 1 的维度而不复制数据；−1 表示该维保持不变。</translation>
    </message>
    <message>
        <source>Repeats the whole along each dimension.</source>
        <translation>沿每个维度整体重复。</translation>
    </message>
    <message>
        <source>Reverses the order along dimensions.</source>
        <translation>沿指定维度反转顺序。</translation>
    </message>
    <message>
        <source>Shifts along a dimension; what falls off comes in at the other end.</source>
        <translation>沿一个维度滚动；移出的值从另一端移入。</translation>
    </message>
    <message>
        <source>Joins tensors along a dimension they have.</source>
        <translation>沿已有的维度拼接张量。</translation>
    </message>
    <message>
        <source>Joins tensors along a new dimension.</source>
        <translation>沿新的维度堆叠张量。</translation>
    </message>
    <message>
        <source>Cuts a dimension into equal pieces, one output each.</source>
        <translation>把一个维度等分成若干块，每块一个输出。</translation>
    </message>
    <message>
        <source>Cuts a dimension into sections of the given sizes, one output each.</source>
        <translation>按给定大小切分一个维度，每段一个输出。</translation>
    </message>
    <message>
        <source>One slice of a dimension, which goes away.</source>
        <translation>取一个维度上的一个切片，该维度随之消失。</translation>
    </message>
    <message>
        <source>A stretch of a dimension.</source>
        <translation>取一个维度上连续的一段。</translation>
    </message>
    <message>
        <source>The slices of a dimension that an index tensor names.</source>
        <translation>按索引张量取一个维度上的切片。</translation>
    </message>
    <message>
        <source>The values along a dimension that an index tensor names.</source>
        <translation>按索引张量沿一个维度取值。</translation>
    </message>
    <message>
        <source>A constant wherever a mask is true.</source>
        <translation>掩码为真的位置填入常数。</translation>
    </message>
    <message>
        <source>The upper triangle; zeros below.</source>
        <translation>保留上三角，下方为零。</translation>
    </message>
    <message>
        <source>The lower triangle; zeros above.</source>
        <translation>保留下三角，上方为零。</translation>
    </message>
    <message>
        <source>Converted to another tensor&apos;s type.</source>
        <translation>转换为另一个张量的类型。</translation>
    </message>
    <message>
        <source>Converted to 32-bit floating point.</source>
        <translation>转换为 32 位浮点数。</translation>
    </message>
    <message>
        <source>Converted to 64-bit integers.</source>
        <translation>转换为 64 位整数。</translation>
    </message>
    <message>
        <source>Passes values on, but no gradient back.</source>
        <translation>只向前传值，不回传梯度。</translation>
    </message>
    <message>
        <source>The sum, value by value.</source>
        <translation>逐元素求和。</translation>
    </message>
    <message>
        <source>The difference, value by value.</source>
        <translation>逐元素求差。</translation>
    </message>
    <message>
        <source>The product, value by value.</source>
        <translation>逐元素求积。</translation>
    </message>
    <message>
        <source>The quotient, value by value.</source>
        <translation>逐元素求商。</translation>
    </message>
    <message>
        <source>The matrix product of the last two dimensions.</source>
        <translation>最后两维的矩阵乘积。</translation>
    </message>
    <message>
        <source>Each value to a power.</source>
        <translation>逐元素求幂。</translation>
    </message>
    <message>
        <source>What is left of a division, value by value.</source>
        <translation>逐元素求余数。</translation>
    </message>
    <message>
        <source>Where two are equal.</source>
        <translation>两者相等之处。</translation>
    </message>
    <message>
        <source>Where two differ.</source>
        <translation>两者不等之处。</translation>
    </message>
    <message>
        <source>Where the first is less.</source>
        <translation>前者较小之处。</translation>
    </message>
    <message>
        <source>Where the first is at most the second.</source>
        <translation>前者不大于后者之处。</translation>
    </message>
    <message>
        <source>Where the first is greater.</source>
        <translation>前者较大之处。</translation>
    </message>
    <message>
        <source>Where the first is at least the second.</source>
        <translation>前者不小于后者之处。</translation>
    </message>
    <message>
        <source>Its size without the sign.</source>
        <translation>绝对值。</translation>
    </message>
    <message>
        <source>Its negative.</source>
        <translation>相反数。</translation>
    </message>
    <message>
        <source>The exponential function.</source>
        <translation>指数函数。</translation>
    </message>
    <message>
        <source>The natural logarithm.</source>
        <translation>自然对数。</translation>
    </message>
    <message>
        <source>The natural logarithm of 1 plus the value.</source>
        <translation>1 加该值的自然对数。</translation>
    </message>
    <message>
        <source>The square root.</source>
        <translation>平方根。</translation>
    </message>
    <message>
        <source>1 over the square root.</source>
        <translation>平方根的倒数。</translation>
    </message>
    <message>
        <source>The square.</source>
        <translation>平方。</translation>
    </message>
    <message>
        <source>1 over the value.</source>
        <translation>倒数。</translation>
    </message>
    <message>
        <source>The sine.</source>
        <translation>正弦。</translation>
    </message>
    <message>
        <source>The cosine.</source>
        <translation>余弦。</translation>
    </message>
    <message>
        <source>−1, 0 or 1.</source>
        <translation>取 −1、0 或 1。</translation>
    </message>
    <message>
        <source>Rounded down.</source>
        <translation>向下取整。</translation>
    </message>
    <message>
        <source>Rounded up.</source>
        <translation>向上取整。</translation>
    </message>
    <message>
        <source>The error function.</source>
        <translation>误差函数。</translation>
    </message>
    <message>
        <source>The smaller of two, value by value.</source>
        <translation>逐元素取两者中较小的。</translation>
    </message>
    <message>
        <source>The larger of two, value by value.</source>
        <translation>逐元素取两者中较大的。</translation>
    </message>
    <message>
        <source>From one tensor where a condition holds, from the other elsewhere.</source>
        <translation>条件成立处取一个张量的值，其余取另一个的值。</translation>
    </message>
    <message>
        <source>The mean along dimensions.</source>
        <translation>沿指定维度求均值。</translation>
    </message>
    <message>
        <source>The sum along dimensions.</source>
        <translation>沿指定维度求和。</translation>
    </message>
    <message>
        <source>The maximum along dimensions.</source>
        <translation>沿指定维度求最大值。</translation>
    </message>
    <message>
        <source>The minimum along dimensions.</source>
        <translation>沿指定维度求最小值。</translation>
    </message>
    <message>
        <source>Where along a dimension the maximum is.</source>
        <translation>最大值在一个维度上的位置。</translation>
    </message>
    <message>
        <source>The running sum along a dimension.</source>
        <translation>沿一个维度的累计和。</translation>
    </message>
    <message>
        <source>The standard deviation along dimensions.</source>
        <translation>沿指定维度求标准差。</translation>
    </message>
    <message>
        <source>The variance along dimensions.</source>
        <translation>沿指定维度求方差。</translation>
    </message>
    <message>
        <source>The logarithm of the sum of exponentials, computed safely.</source>
        <translation>指数之和的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Products and sums over named dimensions: “bik,bkj-&gt;bij” is a batch of matrix products.</source>
        <translation>按命名的维度求积与求和：“bik,bkj-&gt;bij”是批量矩阵乘积。</translation>
    </message>
    <message>
        <source>Divided by its norm along a dimension.</source>
        <translation>沿一个维度除以范数。</translation>
    </message>
    <message>
        <source>The cosine of the angle between two vectors.</source>
        <translation>两个向量夹角的余弦。</translation>
    </message>
    <message>
        <source>The distance between two vectors.</source>
        <translation>两个向量之间的距离。</translation>
    </message>
    <message>
        <source>For classes: raw scores [N, C] against class numbers [N]; holds the softmax itself.</source>
        <translation>用于分类：比较原始得分 [N, C] 与类别编号 [N]；自带 softmax。</translation>
    </message>
    <message>
        <source>For numbers: the squared difference.</source>
        <translation>用于回归：差的平方。</translation>
    </message>
    <message>
        <source>For numbers: the absolute difference.</source>
        <translation>用于回归：差的绝对值。</translation>
    </message>
    <message>
        <source>For yes or no: raw scores against 0 and 1; holds the sigmoid itself.</source>
        <translation>用于二分类：比较原始得分与 0 和 1；自带 sigmoid。</translation>
    </message>
    <message>
        <source>For yes or no: probabilities against 0 and 1.</source>
        <translation>用于二分类：比较概率与 0 和 1。</translation>
    </message>
    <message>
        <source>For classes: log-probabilities against class numbers.</source>
        <translation>用于分类：比较对数概率与类别编号。</translation>
    </message>
    <message>
        <source>For numbers: squared for small differences, absolute for large ones.</source>
        <translation>用于回归：差小时取平方，差大时取绝对值。</translation>
    </message>
    <message>
        <source>For numbers with outliers: squared for small differences, straight beyond δ.</source>
        <translation>用于含离群值的回归：差小时取平方，超过 δ 后为线性。</translation>
    </message>
    <message>
        <source>How far log-probabilities are from a distribution.</source>
        <translation>对数概率与某个分布的差距。</translation>
    </message>
    <message>
        <source>For counts: how unlikely they are under predicted rates.</source>
        <translation>用于计数：在预测的发生率下有多不可能。</translation>
    </message>
    <message>
        <source>For numbers: how unlikely they are under predicted means and variances.</source>
        <translation>用于回归：在预测的均值和方差下有多不可能。</translation>
    </message>
    <message>
        <source>For distances of pairs, marked 1 for alike and −1 for not.</source>
        <translation>用于成对的距离：1 表示相似，−1 表示不相似。</translation>
    </message>
    <message>
        <source>For pairs of vectors, marked 1 for alike and −1 for not: the angle between them.</source>
        <translation>用于成对的向量：按夹角计算，1 表示相似，−1 表示不相似。</translation>
    </message>
    <message>
        <source>For pairs of scores: which of the two should be larger.</source>
        <translation>用于成对的得分：两者中哪个应当更大。</translation>
    </message>
    <message>
        <source>An anchor should be nearer to its like than to another.</source>
        <translation>锚点应离同类更近，离异类更远。</translation>
    </message>
    <message>
        <source>The triplet loss in the form that takes any distance; here the Euclidean one.</source>
        <translation>可用任意距离的三元组损失；此处使用欧氏距离。</translation>
    </message>
    <message>
        <source>For classes: the right score should lead by a margin.</source>
        <translation>用于分类：正确类别的得分应领先一个间隔。</translation>
    </message>
    <message>
        <source>For several classes at once: each right score should lead by a margin.</source>
        <translation>用于多标签：每个正确标签的得分都应领先一个间隔。</translation>
    </message>
    <message>
        <source>For several classes at once: each a yes or no.</source>
        <translation>用于多标签：每个标签各判断是或否。</translation>
    </message>
    <message>
        <source>For two classes marked 1 and −1: the logistic loss.</source>
        <translation>用于标记为 1 和 −1 的两个类别：逻辑损失。</translation>
    </message>
    <message>
        <source>For sequences without alignment, as in speech: all ways to place the target.</source>
        <translation>用于未对齐的序列（如语音）：考虑目标的所有对齐方式。</translation>
    </message>
    <message>
        <source>Steps scaled for each weight by running averages; a good first choice.</source>
        <translation>用滑动平均为每个权重调整步长；不错的首选。</translation>
    </message>
    <message>
        <source>Adam with weight decay apart from the gradient.</source>
        <translation>权重衰减与梯度分离的 Adam。</translation>
    </message>
    <message>
        <source>Straight down the gradient, with momentum if wanted.</source>
        <translation>沿梯度直接下降，可加动量。</translation>
    </message>
    <message>
        <source>Steps scaled by the root of the mean square gradient.</source>
        <translation>按梯度的均方根调整步长。</translation>
    </message>
    <message>
        <source>Steps scaled by their own running averages.</source>
        <translation>按步长自身的滑动平均调整步长。</translation>
    </message>
    <message>
        <source>Adam with far less memory, for large models.</source>
        <translation>内存占用小得多的 Adam，适合大模型。</translation>
    </message>
    <message>
        <source>Steps that shrink for weights that moved much.</source>
        <translation>变化多的权重步长逐渐减小。</translation>
    </message>
    <message>
        <source>Adam with the largest gradient in place of the mean square.</source>
        <translation>用最大梯度代替均方值的 Adam。</translation>
    </message>
    <message>
        <source>The average of the weights along the way.</source>
        <translation>取训练过程中权重的平均。</translation>
    </message>
    <message>
        <source>Follows the curvature; calls the model several times a step.</source>
        <translation>利用曲率信息；每步多次调用模型。</translation>
    </message>
    <message>
        <source>Orthogonal steps, for weight matrices alone.</source>
        <translation>正交化的更新，仅用于权重矩阵。</translation>
    </message>
    <message>
        <source>Adam with Nesterov momentum.</source>
        <translation>带 Nesterov 动量的 Adam。</translation>
    </message>
    <message>
        <source>Adam that starts carefully.</source>
        <translation>起步更谨慎的 Adam。</translation>
    </message>
    <message>
        <source>The gradient&apos;s sign alone, with a step size for each weight.</source>
        <translation>只用梯度的符号，每个权重各有步长。</translation>
    </message>
    <message>
        <source>Adam for sparse gradients, as embeddings can give them.</source>
        <translation>用于稀疏梯度（例如来自嵌入层）的 Adam。</translation>
    </message>
</context>
<context>
    <name>NodeTitle</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>Iris</source>
        <translation>鸢尾花</translation>
    </message>
    <message>
        <source>Wine</source>
        <translation>葡萄酒</translation>
    </message>
    <message>
        <source>Breast cancer</source>
        <translation>乳腺癌</translation>
    </message>
    <message>
        <source>Diabetes</source>
        <translation>糖尿病</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>双月牙</translation>
    </message>
    <message>
        <source>Circles</source>
        <translation>同心圆</translation>
    </message>
    <message>
        <source>Spirals</source>
        <translation>双螺旋</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>正弦波</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 文件</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>{argument} of {node} refers to “{name}”, which the block does not expose.</source>
        <translation>{node} 的 {argument} 引用了“{name}”，但所在的块没有公开这个参数。</translation>
    </message>
    <message>
        <source>Nothing is wired to {port} of {node}.</source>
        <translation>{node} 的 {port} 端口没有连线。</translation>
    </message>
    <message>
        <source>{node} needs a wire to {argument}, or a value for it.</source>
        <translation>{node} 的 {argument} 需要一条连线或一个值。</translation>
    </message>
    <message>
        <source>{node} needs a value for {argument}.</source>
        <translation>{node} 需要给出 {argument} 的值。</translation>
    </message>
    <message>
        <source>Reshaping keeps the number of values; these sizes hold another.</source>
        <translation>变形不改变值的个数；这些大小对应的个数不同。</translation>
    </message>
    <message>
        <source>view needs values in one piece in memory; reshape copies where it must.</source>
        <translation>view 要求值在内存中连续存放；reshape 会在必要时复制。</translation>
    </message>
    <message>
        <source>Sizes must be equal, or 1, dimension by dimension from the last.</source>
        <translation>从最后一维起，各维大小必须相等或为 1。</translation>
    </message>
    <message>
        <source>Only the dimension that is joined may differ.</source>
        <translation>只有拼接的那一维可以不同。</translation>
    </message>
    <message>
        <source>Tensors that are joined need equally many dimensions.</source>
        <translation>要拼接的张量维数必须相同。</translation>
    </message>
    <message>
        <source>The last size of one must be the other’s next-to-last.</source>
        <translation>前者最后一维的大小必须等于后者倒数第二维的大小。</translation>
    </message>
    <message>
        <source>Dimensions count from 0, or from −1 at the end.</source>
        <translation>维度从 0 数起，或从末尾的 −1 数起。</translation>
    </message>
    <message>
        <source>The window is larger than the image with its padding.</source>
        <translation>窗口比填充后的图像还大。</translation>
    </message>
    <message>
        <source>The image is too small for this window and stride: nothing would be left.</source>
        <translation>对这样的窗口和步幅，图像太小：什么也剩不下。</translation>
    </message>
    <message>
        <source>It computes with floats only: convert with “float” before.</source>
        <translation>它只能计算浮点数：请先用“float”转换。</translation>
    </message>
    <message>
        <source>The sizes do not share out evenly.</source>
        <translation>大小不能整除。</translation>
    </message>
    <message>
        <source>The new sizes must multiply up to the old one.</source>
        <translation>新的各维大小之积必须等于原来的大小。</translation>
    </message>
    <message>
        <source>Indices are whole numbers (int64).</source>
        <translation>索引必须是整数（int64）。</translation>
    </message>
    <message>
        <source>The number is too large for any computer.</source>
        <translation>这个数对任何计算机都太大。</translation>
    </message>
    <message>
        <source>Its shape depends on values: it is known only when it runs.</source>
        <translation>它的形状取决于数值：只有运行时才知道。</translation>
    </message>
    <message>
        <source>{node} would read {argument} off the batch: {got} arrives.</source>
        <translation>{node} 会从批次维推断 {argument}：传入的是 {got}。</translation>
    </message>
    <message>
        <source>A layer’s size cannot follow the batch: perhaps a dimension is missing.</source>
        <translation>层的大小不能取决于批次：可能缺少一个维度。</translation>
    </message>
    <message>
        <source>{node} reads {argument} off a dimension that {got} does not have.</source>
        <translation>{node} 要从 {got} 没有的维度推断 {argument}。</translation>
    </message>
    <message>
        <source>The tensor has too few dimensions.</source>
        <translation>张量的维数太少。</translation>
    </message>
    <message>
        <source>{node} works on {expected}, but {got} arrives.</source>
        <translation>{node} 需要 {expected}，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>The batch dimension is missing.</source>
        <translation>缺少批次维。</translation>
    </message>
    <message>
        <source>The dimension of channels is missing, between the batch and the space.</source>
        <translation>缺少批次维与空间维之间的通道维。</translation>
    </message>
    <message>
        <source>{node} computes with float32, but {got} arrives.</source>
        <translation>{node} 用 float32 计算，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>Its weights are float32, and torch does not mix types here. Convert with “to”, or embed indices first.</source>
        <translation>它的权重是 float32，torch 在这里不能混用类型。请用“to”转换，或先对索引做嵌入。</translation>
    </message>
    <message>
        <source>{node} cannot run on {got}: {reason}</source>
        <translation>{node} 无法处理 {got}：{reason}</translation>
    </message>
    <message>
        <source>The parameters of {node} need {size}: make it smaller.</source>
        <translation>{node} 的参数需要 {size}：请改小一些。</translation>
    </message>
    <message>
        <source>One sample’s result of {node} needs {size}: make it smaller.</source>
        <translation>{node} 处理一个样本的结果就需要 {size}：请改小一些。</translation>
    </message>
    <message>
        <source>{node}: {warning}</source>
        <translation>{node}：{warning}</translation>
    </message>
    <message>
        <source>{node} expects {argument} = {expected}, but {got} arrives ({found}).</source>
        <translation>{node} 期望 {argument} = {expected}，但传入的是 {got}（{found}）。</translation>
    </message>
    <message>
        <source>{node} learns from float predictions, but {got} arrives.</source>
        <translation>{node} 需要浮点预测值，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>{node} compares with float numbers, but {got} arrives as target.</source>
        <translation>{node} 的目标应为浮点数，但传入的目标是 {got}。</translation>
    </message>
    <message>
        <source>Its targets are probabilities, as floats.</source>
        <translation>它的目标是浮点数表示的概率。</translation>
    </message>
    <message>
        <source>{node} compares with class numbers, but {got} arrives as target.</source>
        <translation>{node} 的目标应为类别编号，但传入的目标是 {got}。</translation>
    </message>
    <message>
        <source>{node} chooses between classes, but {got} has one column only.</source>
        <translation>{node} 要在多个类别中选择，但 {got} 只有一列。</translation>
    </message>
    <message>
        <source>Prediction and target count the samples differently.</source>
        <translation>预测值与目标的样本数不同。</translation>
    </message>
    <message>
        <source>Each number of the prediction is compared with one of the target.</source>
        <translation>预测值中的每个数都与目标中的一个数比较。</translation>
    </message>
    <message>
        <source>{node} cannot compare {got}.</source>
        <translation>{node} 无法比较 {got}。</translation>
    </message>
    <message>
        <source>{node} would compare every sample with every target: {got}.</source>
        <translation>{node} 会把每个样本与每个目标都比较一遍：{got}。</translation>
    </message>
    <message>
        <source>Unequal shapes are stretched over each other.</source>
        <translation>形状不同的张量会被广播后相互比较。</translation>
    </message>
    <message>
        <source>Whole numbers have no gradient.</source>
        <translation>整数没有梯度。</translation>
    </message>
    <message>
        <source>Float targets are quantities: MSELoss compares with those.</source>
        <translation>浮点目标表示数量：MSELoss 用于比较数量。</translation>
    </message>
    <message>
        <source>With one class the loss is always 0, whatever the network says.</source>
        <translation>只有一个类别时，无论网络输出什么，损失总是 0。</translation>
    </message>
    <message>
        <source>{words} ({error})</source>
        <translation>{words}（{error}）</translation>
    </message>
    <message>
        <source>While running: {words} ({error})</source>
        <translation>运行时：{words}（{error}）</translation>
    </message>
    <message>
        <source>{node}: {reason}</source>
        <translation>{node}：{reason}</translation>
    </message>
    <message>
        <source>{node} refers to “{name}”, which its block does not expose.</source>
        <translation>{node} 引用了“{name}”，但它所在的块没有公开这个参数。</translation>
    </message>
    <message>
        <source>{node} has no argument “{argument}”; its block exposes: {names}.</source>
        <translation>{node} 没有参数“{argument}”；它的块公开的参数有：{names}。</translation>
    </message>
    <message>
        <source>Inside {node}: {reason}</source>
        <translation>{node} 内部：{reason}</translation>
    </message>
    <message>
        <source>{node} belongs in the main graph: blocks hold no data and no losses.</source>
        <translation>{node} 应放在主图中：块里不能有数据源和损失函数。</translation>
    </message>
    <message>
        <source>nn.Module has a “{name}” of its own: give this node another name.</source>
        <translation>nn.Module 自带“{name}”：请给这个节点换个名称。</translation>
    </message>
    <message>
        <source>There is no network yet: wire data or an Input into a layer.</source>
        <translation>还没有网络：请把数据或 Input 连接到一个层。</translation>
    </message>
    <message>
        <source>{node} could not be run, so the code cannot be written.</source>
        <translation>{node} 无法运行，因此不能生成代码。</translation>
    </message>
    <message>
        <source>{node} comes after a loss, where only arithmetic may stand.</source>
        <translation>{node} 位于损失函数之后，那里只能放算术运算。</translation>
    </message>
    <message>
        <source>{node} applies {activation} itself: what arrives has been through one already.</source>
        <translation>{node} 自身会应用 {activation}：而输入已经应用过一次。</translation>
    </message>
    <message>
        <source>{node} gives many losses, but training needs one number: add a mean.</source>
        <translation>{node} 给出多个损失值，但训练只需要一个数：请加上 mean。</translation>
    </message>
    <message>
        <source>{node} leads to no output and no loss: it is left out of the code.</source>
        <translation>{node} 没有通向任何输出或损失：生成代码时会略去它。</translation>
    </message>
    <message>
        <source>There is no node kind “{kind}”; did you mean {close}?</source>
        <translation>没有名为“{kind}”的节点类型；您是不是要找 {close}？</translation>
    </message>
    <message>
        <source>There is no node kind “{kind}”; `guinet nodes` lists them.</source>
        <translation>没有节点种类“{kind}”；运行 `guinet nodes` 可列出全部种类。</translation>
    </message>
    <message>
        <source>There is a node named {name} already: choose another name.</source>
        <translation>已有名为 {name} 的节点：请换一个名称。</translation>
    </message>
    <message>
        <source>{name} has no input and output to be put on a wire with.</source>
        <translation>{name} 没有可供插入连线的输入和输出。</translation>
    </message>
    <message>
        <source>The node of this wire is not there.</source>
        <translation>这条连线的节点不存在。</translation>
    </message>
    <message>
        <source>{target}.{port} takes a {expected}, but this wire carries a {got}.</source>
        <translation>{target}.{port} 接受 {expected}，但这条连线传来的是 {got}。</translation>
    </message>
    <message>
        <source>These two ports are wired already.</source>
        <translation>这两个端口已经连接。</translation>
    </message>
    <message>
        <source>This wire would close a cycle: {target} already leads to {source}.</source>
        <translation>这条连线会形成环路：{target} 已经通向 {source}。</translation>
    </message>
    <message>
        <source>The block {block} cannot be put inside itself.</source>
        <translation>块 {block} 不能放进它自己里面。</translation>
    </message>
    <message>
        <source>A wire leads to a node that is not there ({id}).</source>
        <translation>有一条连线指向不存在的节点（{id}）。</translation>
    </message>
    <message>
        <source>{node}.{port} takes one wire, but has several.</source>
        <translation>{node}.{port} 只能接一条连线，但现在有多条。</translation>
    </message>
    <message>
        <source>“{name}” is not a name Python allows: use letters, digits and _.</source>
        <translation>“{name}”不是合法的 Python 名称：请使用字母、数字和 _。</translation>
    </message>
    <message>
        <source>“{name}” is a word of Python&apos;s own: choose another name.</source>
        <translation>“{name}”是 Python 的关键字：请换个名称。</translation>
    </message>
    <message>
        <source>Several nodes are named {name}: choose another name for all but one.</source>
        <translation>有多个节点都叫 {name}：请只保留一个，其余换名。</translation>
    </message>
    <message>
        <source>{name} is of a kind this GuiNet does not know ({kind}): did you mean {close}?</source>
        <translation>{name} 的类型此版本的 GuiNet 不认识（{kind}）：您是不是要用 {close}？</translation>
    </message>
    <message>
        <source>{name} is of a kind this GuiNet does not know ({kind}): replace it, or open it where it was made.</source>
        <translation>{name} 属于此版本 GuiNet 不认识的种类（{kind}）：请替换它，或用制作它的版本打开。</translation>
    </message>
    <message>
        <source>These nodes feed each other in a cycle: {names}. Remove one wire.</source>
        <translation>这些节点首尾相连形成了环路：{names}。请删除一条连线。</translation>
    </message>
    <message>
        <source>{name} puts the block {block} inside itself: remove it.</source>
        <translation>{name} 把块 {block} 放进了它自己里面：请删除。</translation>
    </message>
    <message>
        <source>{node} has no {direction} port “{port}”; it has: {ports}.</source>
        <translation>{node} 没有 {direction} 端口“{port}”；现有端口：{ports}。</translation>
    </message>
    <message>
        <source>A wire leads to “{port}”, a port {node} does not have.</source>
        <translation>有一条连线指向 {node} 没有的端口“{port}”。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a whole number.</source>
        <translation>{argument} 是 {value}，但必须是整数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a number.</source>
        <translation>{argument} 是 {value}，但必须是数值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be true or false.</source>
        <translation>{argument} 是 {value}，但必须是 true 或 false。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be text.</source>
        <translation>{argument} 是 {value}，但必须是文本。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be the path of a file.</source>
        <translation>{argument} 是 {value}，但必须是文件路径。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个整数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of whole numbers.</source>
        <translation>{argument} 是 {value}，但必须是整数列表。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more numbers.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个数值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but its numbers must be finite.</source>
        <translation>{argument} 是 {value}，但其中的数值必须是有限的。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of names.</source>
        <translation>{argument} 是 {value}，但必须是名称列表。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one of: {choices}.</source>
        <translation>{argument} 是 {value}，但必须是其中之一：{choices}。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers, or one of: {choices}.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个整数，或其中之一：{choices}。</translation>
    </message>
    <message>
        <source>{argument} needs a value.</source>
        <translation>{argument} 需要一个值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but takes one number or {length}.</source>
        <translation>{argument} 是 {value}，但应为 1 个或 {length} 个数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at least {minimum}.</source>
        <translation>{argument} 是 {value}，但不能小于 {minimum}。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at most {maximum}.</source>
        <translation>{argument} 是 {value}，但不能大于 {maximum}。</translation>
    </message>
    <message>
        <source>{argument} is larger than any size can be; use a smaller number.</source>
        <translation>{argument} 超出了尺寸的上限，请用小一些的数。</translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; it has: {names}.</source>
        <translation>{title} 没有参数“{name}”；现有参数：{names}。</translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; did you mean {names}?</source>
        <translation>{title} 没有参数“{name}”；是不是想写 {names}？</translation>
    </message>
    <message>
        <source>{argument}: “{text}” could not be read; write it like {example}.</source>
        <translation>{argument}：无法理解“{text}”；请写成 {example} 这样。</translation>
    </message>
    <message>
        <source>A training runs already: stop it first.</source>
        <translation>已有训练正在进行：请先停止。</translation>
    </message>
    <message>
        <source>An export runs already: wait for its end.</source>
        <translation>已有导出正在进行：请等待其结束。</translation>
    </message>
    <message>
        <source>The device “{device}” is not here; there is {devices}. Choose one of them, or use --device cpu.</source>
        <translation>没有设备“{device}”；现有 {devices}。请从中选择，或使用 --device cpu。</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size.</source>
        <translation>{device} 的内存不够，放不下大小为 {batch} 的批次：请减小 batch_size。</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size, or the CPU (--device cpu).</source>
        <translation>{device} 的内存不够，放不下大小为 {batch} 的批次：请减小 batch_size，或改用 CPU（--device cpu）。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the data itself has such values in “{port}”. Mend it.</source>
        <translation>损失在第 {step} 步变成了 {loss}：数据的“{port}”本身就含有这样的值。请修正数据。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the weights {path} of {node} had stopped being finite. Lower the learning rate.</source>
        <translation>损失在第 {step} 步变成了 {loss}：{node} 的权重 {path} 已不再是有限值。请降低学习率。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: {node} was the first to give a value that is not finite. Lower the learning rate, or keep what goes into {node} in range.</source>
        <translation>损失在第 {step} 步变成了 {loss}：{node} 最先给出非有限值。请降低学习率，或限制 {node} 输入值的范围。</translation>
    </message>
    <message>
        <source>The network has no parameters, so there is nothing to train: add a layer such as Linear.</source>
        <translation>网络没有参数，无可训练：请添加 Linear 之类的层。</translation>
    </message>
    <message>
        <source>{optimizer} refuses its arguments: {reason}. Change the setting.</source>
        <translation>{optimizer} 不接受这些参数：{reason}。请修改设置。</translation>
    </message>
    <message>
        <source>There is no training setting “{name}”; there are: {names}.</source>
        <translation>没有名为“{name}”的训练设置；可用的有：{names}。</translation>
    </message>
    <message>
        <source>There is no training setting “{name}”; did you mean {names}?</source>
        <translation>没有名为“{name}”的训练设置；您是不是要用 {names}？</translation>
    </message>
    <message>
        <source>There is no optimiser “{optimizer}”; choose one of {known}.</source>
        <translation>没有优化器“{optimizer}”；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>There is no optimiser “{optimizer}”; did you mean {known}?</source>
        <translation>没有名为“{optimizer}”的优化器；您是不是要用 {known}？</translation>
    </message>
    <message>
        <source>The training failed: {error}</source>
        <translation>训练失败：{error}</translation>
    </message>
    <message>
        <source>There is no loss to train with: add one, such as CrossEntropyLoss, and wire the network&apos;s output and the data&apos;s target into it.</source>
        <translation>没有用于训练的损失函数：请添加一个（例如 CrossEntropyLoss），并把网络的输出和数据的目标连接到它。</translation>
    </message>
    <message>
        <source>No data feeds the network: add a data source and wire it in.</source>
        <translation>网络没有数据输入：请添加数据源并连接进来。</translation>
    </message>
    <message>
        <source>{node} gets no data in training: wire {data} in its place.</source>
        <translation>{node} 在训练时得不到数据：请改接 {data}。</translation>
    </message>
    <message>
        <source>The network trains on one data source, but several feed it ({names}): wire only one of them.</source>
        <translation>网络只能用一个数据源训练，但现在接了多个（{names}）：请只连接其中一个。</translation>
    </message>
    <message>
        <source>The network takes {names}, but a prediction starts from one input.</source>
        <translation>网络有多个输入 {names}，但预测只能从一个输入开始。</translation>
    </message>
    <message>
        <source>Nothing to train yet: add a data source, layers and a loss, and wire them together.</source>
        <translation>还没有可训练的内容：请添加数据源、层和损失，并用连线连接起来。</translation>
    </message>
</context>
<context>
    <name>Step</name>
    <message>
        <source>Add node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Set argument</source>
        <translation>设置参数</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Insert on wire</source>
        <translation>插入到连线</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Cut wires</source>
        <translation>剪断连线</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>改接</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>选择设备</translation>
    </message>
    <message>
        <source>Set training</source>
        <translation>修改训练设置</translation>
    </message>
    <message>
        <source>Choose optimiser</source>
        <translation>选择优化器</translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation>编写备注</translation>
    </message>
    <message>
        <source>Write note</source>
        <translation>编写备注</translation>
    </message>
</context>
</TS>
