using Lethe.Erasing.Methods;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Experiments.Tables;

namespace Lethe.Erasing.Runs;

/// <summary>What the experiments on erasing run: seeds and methods.</summary>
internal static class ErasingJobs
{
    /// <summary>An experiment on the small model, or on Stable Diffusion if that is asked for.</summary>
    public static ExperimentEntry Experiment(string name, IReadOnlyList<Table> tables, Func<ErasingLab, IEnumerable<Job>> jobs) =>
        new(
            name,
            tables,
            context =>
            {
                var lab = new ErasingLab(context);
                return new(lab, jobs(lab));
            }
        )
        {
            Takes = typeof(StableDiffusionRequest),
        };

    extension(ErasingLab lab)
    {
        /// <summary>A job for each seed and each method asked for, else the profile's; the original's method is null.</summary>
        public IEnumerable<Job> Rows(Func<IErasingMethod?, int, Cell> cell, Func<IErasingMethod?, CellContext, CellResult> run)
        {
            var methods = lab.Chosen([ErasingCatalog.Original, .. lab.Sizes.Methods]);
            return from seed in lab.Seeds
                from name in methods
                let method = name == ErasingCatalog.Original ? null : lab.Sizes.Method(name)
                let row = cell(method, seed)
                select new Job(row, context => run(method, context)) { Needs = () => lab.Needs(row, method) };
        }

        /// <summary>A job for each seed and each method that trains, all for as many iterations.</summary>
        /// <exception cref="LetheException">None of those asked for does (<see cref="ExitCode.Usage"/>).</exception>
        public IEnumerable<Job> Trainings(
            IReadOnlyList<string> usual,
            int iterations,
            Func<IErasingMethod, int, ErasingRecipe, Cell> cell,
            Func<IErasingMethod, ErasingRecipe, CellContext, CellResult> run
        )
        {
            var asked = lab.Erasers(usual);
            List<IErasingMethod> methods = [.. asked.Select(lab.Sizes.Method).Where(static method => method.Recipe.Iterations > 0)];
            if (methods.Count == 0 && asked.Any())
            {
                throw LetheException.Usage(
                    $"Over iterations there is nothing to see of {string.Join(", ", asked)}: name a method that trains."
                );
            }
            return from seed in lab.Seeds
                from method in methods
                let recipe = lab.Sizes.Recipe(method, iterations)
                select new Job(cell(method, seed, recipe), context => run(method, recipe, context));
        }

        public IEnumerable<string> Erasers(IReadOnlyList<string> usual) =>
            lab.Chosen(usual).Where(static name => name != ErasingCatalog.Original);

        private IReadOnlyList<string> Chosen(IReadOnlyList<string> usual) =>
            ErasingCatalog.All.Chosen(lab.Context.Request.Methods, usual, ErasingCatalog.Original);
    }
}
