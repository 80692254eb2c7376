#load "references.csx"

using static FunctionalNet.Differentiable;
using static FunctionalNet.Nodes<double>;

// 2. Apples and oranges
//
// Two apples at 100 each, and a tax of 10 %. What is the bill, and what would it be if the apples were a little dearer?
//
// A graph whose branches meet is written with Parallel: f on the left, g on the right. The price and the number are multiplied,
// while Identity passes the tax on. Then the two are multiplied.

var taxed = Parallel(Multiply, Identity<double>()) >> Multiply;
var (total, pullback) = taxed(((100, 2), 1.1));
var ((price, number), tax) = pullback(1);
Console.WriteLine($"Two apples: {total:0.##}");
Console.WriteLine($"  gradients: price {price:0.##}, number {number:0.##}, tax {tax:0.##}");

// Each gradient answers a "what if". If an apple costs 1 more, the bill grows by 2.2: there are two apples, and both are taxed. A
// third apple costs 110. The tax is a factor, 1.1 here, and its gradient of 200 says how much the bill grows if the factor grows by
// 1: a tax of 11 % instead of 10 % adds 2.

// Now three oranges at 150 are added. The two products are summed before the tax is applied: three inputs become five, and the
// graph is again written as it is drawn.

var fruit = Parallel(Multiply, Multiply) >> Add;
var bill = Parallel(fruit, Identity<double>()) >> Multiply;
var (sum, back) = bill((((100, 2), (150, 3)), 1.1));
var ((apple, orange), taxOfAll) = back(1);
Console.WriteLine($"Two apples and three oranges: {sum:0.##}");
Console.WriteLine($"  apples:  price {apple.X:0.##}, number {apple.Y:0.##}");
Console.WriteLine($"  oranges: price {orange.X:0.##}, number {orange.Y:0.##}");
Console.WriteLine($"  tax {taxOfAll:0.##}");

// Look at the two kinds of nodes on the way back. Add passes the gradient on to both sides unchanged. Multiply exchanges: each side
// receives the gradient times the forward value of the *other* side. That is why 100 · 1.1 appears at the number of apples and
// 2 · 1.1 at their price.

Console.WriteLine($"Add carries 1.1 back to {Add((200, 450)).Pullback(1.1)}, Multiply to {Multiply((100, 2)).Pullback(1.1)}");

// Is it true? The bill is linear in the tax, so the gradient predicts exactly the bill at a tax of 20 %.

var (dearer, _) = bill((((100, 2), (150, 3)), 1.2));
Console.WriteLine($"At 20 % the bill is {dearer:0.##}, and 715 + 650 · 0.1 is {sum + (taxOfAll * 0.1):0.##}");

// A delegate cannot be inspected. To see the numbers at every arrow, write the bill as a graph of named inputs and call Explain:
// values are above the arrows, gradients below them.

var apples = Graph.Input("apples", 2.0) * Graph.Input("price of an apple", 100.0);
var oranges = Graph.Input("oranges", 3.0) * Graph.Input("price of an orange", 150.0);
Console.WriteLine(((apples + oranges) * Graph.Input("tax", 1.1)).Explain());
