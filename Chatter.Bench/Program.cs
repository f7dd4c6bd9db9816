Console.WriteLine("Chatter.Bench");
